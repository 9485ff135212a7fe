# cli: the command; it alone prints and exits, and includes filterc.h only.
filterc_SOURCES += \
	src/cli/calibrate.c \
	src/cli/command.h \
	src/cli/commands.c \
	src/cli/diff.c \
	src/cli/each.c \
	src/cli/eval.c \
	src/cli/explain.c \
	src/cli/help.c \
	src/cli/main.c \
	src/cli/progress.c \
	src/cli/records.c \
	src/cli/report.c \
	src/cli/run.c \
	src/cli/runner.c \
	src/cli/status.c \
	src/cli/train.c src/cli/train.h \
	src/cli/train_ngram.c \
	src/cli/ui.c
EXTRA_DIST += src/cli/README.md

# Man pages and completions are made by the command itself, so they say what it does.
PAGES = man/stamp
$(PAGES): filterc$(EXEEXT)
	$(AM_V_GEN)rm -rf man && mkdir -p man && ./filterc help --man >man/filterc.1 && \
	for name in `./filterc help --list`; do \
	  ./filterc help --man $$name >man/filterc-$$name.1 || exit 1; done && \
	./filterc help --completions bash >man/filterc.bash && \
	./filterc help --completions fish >man/filterc.fish && \
	./filterc help --completions zsh >man/_filterc && touch $@
all-local: $(PAGES)

bashdir = $(datadir)/bash-completion/completions
fishdir = $(datadir)/fish/vendor_completions.d
zshdir = $(datadir)/zsh/site-functions
install-data-local: $(PAGES)
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man1' '$(DESTDIR)$(bashdir)' '$(DESTDIR)$(fishdir)' \
	  '$(DESTDIR)$(zshdir)'
	$(INSTALL_DATA) man/*.1 '$(DESTDIR)$(mandir)/man1'
	$(INSTALL_DATA) man/filterc.bash '$(DESTDIR)$(bashdir)/filterc'
	$(INSTALL_DATA) man/filterc.fish '$(DESTDIR)$(fishdir)/filterc.fish'
	$(INSTALL_DATA) man/_filterc '$(DESTDIR)$(zshdir)/_filterc'
uninstall-local:
	cd man && for page in *.1; do rm -f '$(DESTDIR)$(mandir)/man1'/$$page; done
	rm -f '$(DESTDIR)$(bashdir)/filterc' '$(DESTDIR)$(fishdir)/filterc.fish' \
	  '$(DESTDIR)$(zshdir)/_filterc'
clean-local: clean-pages
clean-pages:
	rm -rf man
.PHONY: clean-pages
