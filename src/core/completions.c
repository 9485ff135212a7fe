/* completions.c - completion scripts for bash, zsh and fish: subcommands, their options
 * and the choices of those. */
#include "core/opt.h"

#include "base/str.h"

static void options(const fc_opt *opts, fc_buf *out)
{
    for (size_t i = 0, n = fc_opt_count(opts); i < n; i++)
        if (!(opts[i].flags & FC_OPT_ARG))
            fc_buf_printf(out, " --%s", opts[i].name);
}

/* "    keep) opts='...';;" */
static void bash_command(const fc_usage *use, const fc_opt *more, fc_buf *out)
{
    fc_buf_printf(out, "    %s) opts='--help", use->name);
    options(use->opts, out);
    options(more, out);
    fc_buf_text(out, "';;\n");
}

/* "    extract:--format) words='markdown plain';;" */
static void bash_choices(const char *command, const fc_opt *opts, fc_buf *out)
{
    for (size_t i = 0, n = fc_opt_count(opts); i < n; i++) {
        const fc_opt *o = &opts[i];
        if (!o->choices)
            continue;
        fc_buf_printf(out, "    %s:--%s) words='", command, o->name);
        for (size_t k = 0; o->choices[k]; k++)
            fc_buf_printf(out, "%s%s", k ? " " : "", o->choices[k]);
        fc_buf_text(out, "';;\n");
    }
}

static void bash(const fc_usage *const *commands, const fc_opt *const *of,
                 const fc_opt *more, fc_buf *out)
{
    fc_buf_text(out, "# bash completion for filterc; made by filterc help --completions "
                     "bash\n"
                     "_filterc() {\n"
                     "  local cur=${COMP_WORDS[COMP_CWORD]} "
                     "prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                     "  local cmd=${COMP_WORDS[1]} opts='' words=''\n"
                     "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words='--help --version");
    for (size_t i = 0; commands[i]; i++)
        fc_buf_printf(out, " %s", commands[i]->name);
    for (size_t i = 0; fc_stages[i]; i++)
        fc_buf_printf(out, " %s", fc_stages[i]->use.name);
    fc_buf_text(out, "'\n    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n    "
                     "return\n  fi\n"
                     "  if [ \"$cmd\" = help ] && [ \"${cur#-}\" = \"$cur\" ] && "
                     "[ \"$prev\" != --completions ]; then\n"
                     "    COMPREPLY=($(compgen -W \"$(filterc help --list)\" -- "
                     "\"$cur\"))\n    return\n  fi\n"
                     "  case $cmd:$prev in\n");
    for (size_t i = 0; commands[i]; i++)
        bash_choices(commands[i]->name, commands[i]->opts, out);
    for (size_t i = 0; fc_stages[i]; i++)
        bash_choices(fc_stages[i]->use.name, fc_stages[i]->use.opts, out);
    bash_choices("*", more, out);
    fc_buf_text(out, "  esac\n  case $cmd in\n");
    for (size_t i = 0; commands[i]; i++)
        bash_command(commands[i], of[i], out);
    for (size_t i = 0; fc_stages[i]; i++)
        bash_command(&fc_stages[i]->use, more, out);
    fc_buf_text(out, "  esac\n"
                     "  if [ -n \"$words\" ]; then "
                     "COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                     "  elif [ \"${cur#-}\" != \"$cur\" ]; then "
                     "COMPREPLY=($(compgen -W \"$opts\" -- \"$cur\"))\n"
                     "  else COMPREPLY=($(compgen -f -- \"$cur\")); fi\n}\n"
                     "complete -o filenames -F _filterc filterc\n");
}

/* Text inside the single quotes of a zsh specification. */
static void zsh_text(const char *text, fc_buf *out)
{
    for (; *text; text++)
        if (*text == '\'')
            fc_buf_text(out, "'\\''");
        else if (strchr("[]:", *text))
            fc_buf_printf(out, "\\%c", *text);
        else
            fc_buf_char(out, *text);
}

static void zsh_options(const fc_opt *opts, fc_buf *out)
{
    for (size_t i = 0, n = fc_opt_count(opts); i < n; i++) {
        const fc_opt *o = &opts[i];
        if (o->flags & FC_OPT_ARG)
            continue;
        fc_buf_printf(out, " \\\n      '--%s[", o->name);
        zsh_text(o->help, out);
        fc_buf_text(out, "]");
        if (o->type != FC_OPT_BOOL) {
            fc_buf_printf(out, ":%s:", o->arg ? o->arg : "value");
            if (o->choices) {
                fc_buf_text(out, "(");
                for (size_t k = 0; o->choices[k]; k++)
                    fc_buf_printf(out, "%s%s", k ? " " : "", o->choices[k]);
                fc_buf_text(out, ")");
            } else {
                fc_buf_text(out, "_files");
            }
        }
        fc_buf_text(out, "'");
    }
}

static void zsh_command(const fc_usage *use, const fc_opt *more, fc_buf *out)
{
    fc_buf_printf(out, "    %s) _arguments '--help[show help]'", use->name);
    zsh_options(use->opts, out);
    zsh_options(more, out);
    bool names = strcmp(use->name, "help") == 0;
    fc_buf_printf(out, " '*:%s';;\n",
                  names ? "name:{compadd $(filterc help --list)}" : "file:_files");
}

static void zsh_name(const fc_usage *use, fc_buf *out)
{
    fc_buf_printf(out, "    '%s:", use->name);
    zsh_text(use->brief, out);
    fc_buf_text(out, "'\n");
}

static void zsh(const fc_usage *const *commands, const fc_opt *const *of,
                const fc_opt *more, fc_buf *out)
{
    fc_buf_text(out, "#compdef filterc\n# made by filterc help --completions zsh\n"
                     "_filterc() {\n  local -a names\n  names=(\n");
    for (size_t i = 0; commands[i]; i++)
        zsh_name(commands[i], out);
    for (size_t i = 0; fc_stages[i]; i++)
        zsh_name(&fc_stages[i]->use, out);
    fc_buf_text(out, "  )\n  if (( CURRENT == 2 )); then _describe command names; "
                     "return; fi\n"
                     "  local cmd=$words[2]\n  shift words; (( CURRENT-- ))\n  case $cmd "
                     "in\n");
    for (size_t i = 0; commands[i]; i++)
        zsh_command(commands[i], of[i], out);
    for (size_t i = 0; fc_stages[i]; i++)
        zsh_command(&fc_stages[i]->use, more, out);
    fc_buf_text(out, "  esac\n}\n_filterc \"$@\"\n");
}

/* Text inside single quotes. */
static void fish_text(const char *text, fc_buf *out)
{
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            fc_buf_char(out, '\\');
        fc_buf_char(out, *text);
    }
}

static void fish_name(const fc_usage *use, fc_buf *out)
{
    fc_buf_printf(out, "complete -c filterc -n __filterc_first -f -a %s -d '", use->name);
    fish_text(use->brief, out);
    fc_buf_text(out, "'\n");
}

/* Options of the commands whose names are in `of`, separated by blanks. */
static void fish_options(const char *of, const fc_opt *opts, fc_buf *out)
{
    for (size_t i = 0, n = fc_opt_count(opts); i < n; i++) {
        const fc_opt *o = &opts[i];
        if (o->flags & FC_OPT_ARG)
            continue;
        fc_buf_printf(out, "complete -c filterc -n '__filterc_is %s' -l %s -d '", of,
                      o->name);
        fish_text(o->help, out);
        fc_buf_text(out, "'");
        if (o->choices) {
            fc_buf_text(out, " -x -a '");
            for (size_t k = 0; o->choices[k]; k++)
                fc_buf_printf(out, "%s%s", k ? " " : "", o->choices[k]);
            fc_buf_text(out, "'");
        } else if (o->type != FC_OPT_BOOL) {
            fc_buf_text(out, " -r");
        }
        fc_buf_char(out, '\n');
    }
}

static void fish(const fc_usage *const *commands, const fc_opt *const *of,
                 const fc_opt *more, fc_buf *out)
{
    fc_buf stages = FC_BUF_INIT;
    fc_buf_text(out, "# made by filterc help --completions fish\n"
                     "function __filterc_first\n"
                     "    test (count (commandline -opc)) -eq 1\nend\n"
                     "function __filterc_is\n    set -l words (commandline -opc)\n"
                     "    test (count $words) -gt 1; and contains -- $words[2] $argv\n"
                     "end\n"
                     "complete -c filterc -n __filterc_first -f -l help\n"
                     "complete -c filterc -n __filterc_first -f -l version\n"
                     "complete -c filterc -n '__filterc_is help' -f "
                     "-a '(filterc help --list)'\n");
    for (size_t i = 0; commands[i]; i++) {
        fish_name(commands[i], out);
        fish_options(commands[i]->name, commands[i]->opts, out);
        fish_options(commands[i]->name, of[i], out);
    }
    for (size_t i = 0; fc_stages[i]; i++) {
        fish_name(&fc_stages[i]->use, out);
        fish_options(fc_stages[i]->use.name, fc_stages[i]->use.opts, out);
        fc_buf_printf(&stages, "%s%s", i ? " " : "", fc_stages[i]->use.name);
    }
    if (stages.p && !stages.failed)
        fish_options(stages.p, more, out);
    out->failed |= stages.failed;
    fc_buf_free(&stages);
}

void fc_render_completions(const char *shell, const fc_usage *const *commands,
                           const fc_opt *const *of, const fc_opt *more, fc_buf *out)
{
    if (strcmp(shell, "zsh") == 0)
        zsh(commands, of, more, out);
    else if (strcmp(shell, "fish") == 0)
        fish(commands, of, more, out);
    else
        bash(commands, of, more, out);
}
