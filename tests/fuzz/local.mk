# fuzz: one target per parser; each replays its corpus in make check.
