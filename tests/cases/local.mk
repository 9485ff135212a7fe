# cases: what stages do to small inputs. To add one: STAGE.case here, and its line below.
CASES =
EXTRA_DIST += $(CASES) tests/cases/run.py tests/cases/README.md
