/* main.c - the filterc command: finds the subcommand and runs it. */
#include "filterc.h"

#include <stdio.h>

int main(void)
{
    for (size_t i = 0; fc_stages[i]; i++)
        printf("%s\n", fc_stages[i]->use.name);
    return 0;
}
