/* plot.c - see plot.h. */
#include "core/plot.h"

#include <inttypes.h>
#include <math.h>

enum { BINS = 30, WIDTH = 600, HEIGHT = 120 };

typedef struct axis {
    bool powers;            /* bins go 1, 2, 5, 10 ... */
    double step;            /* width of a bin, else */
    double first;           /* where bin 0 begins, in steps or in thirds of a power */
} axis;

static double tenth_power(double v)
{
    return pow(10, floor(log10(v)));
}

/* Which third of which power of ten: 1 to 2, 2 to 5, 5 to 10. What is not above 0 is
 * below all. */
static double third(double v)
{
    if (v <= 0)
        return -INFINITY;
    double m = v / tenth_power(v) * (1 + 1e-9);
    return 3 * floor(log10(v)) + (m >= 5 ? 2 : m >= 2 ? 1 : 0);
}

static double third_begins(double t)
{
    static const double within[3] = { 1, 2, 5 };
    double power = floor(t / 3);
    return within[(int)(t - 3 * power)] * pow(10, power);
}

/* Numbers over a wide range go by powers, others by equal steps of 1, 2 or 5, none finer
 * than the two digits that the largest was counted with. */
static axis choose_axis(double least, double median, double most)
{
    axis x = { false, 1, 0 };
    if (least >= 0 && most > 20 * median && median > 0 && most > 20) {
        x.powers = true;
        x.first = third(least > 0 ? least : most / 1e6);
        if (third(most) - x.first >= BINS)
            x.first = third(most) - BINS + 1;
        return x;
    }
    double size = fmax(fabs(least), fabs(most));
    if (size > 0)
        x.step = tenth_power(size) / 10;
    if (most > least)
        x.step = fmax(x.step, third_begins(third((most - least) / (BINS - 2)) + 1));
    x.first = floor(least / x.step + 1e-9);
    return x;
}

static int bin_of(const axis *x, double v)
{
    double at = x->powers ? third(v) : floor(v / x->step + 1e-9);
    return at <= x->first ? 0 : at - x->first >= BINS ? BINS - 1 : (int)(at - x->first);
}

static double bin_begins(const axis *x, int bin)
{
    return x->powers ? third_begins(x->first + bin) : (x->first + bin) * x->step;
}

static void put_label(fc_buf *out, double v, int at, const char *anchor)
{
    fc_buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%.4g</text>\n", at,
                  HEIGHT + 16, anchor, v);
}

static void put_bars(const axis *x, const uint64_t *bin, int bins, fc_buf *out)
{
    uint64_t most = 1;
    double wide = (double)WIDTH / bins;
    for (int i = 0; i < bins; i++)
        most = bin[i] > most ? bin[i] : most;
    fc_buf_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"how many "
                       "documents have which value\">\n", WIDTH, HEIGHT + 20);
    for (int i = 0; i < bins; i++) {
        double high = HEIGHT * (double)bin[i] / (double)most;
        high = bin[i] && high < 1 ? 1 : high;
        fc_buf_printf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                           "<title>%.4g to %.4g: %" PRIu64 "</title></rect>\n",
                      i * wide, HEIGHT - high, wide - 1, high, bin_begins(x, i),
                      bin_begins(x, i + 1), bin[i]);
    }
    put_label(out, bin_begins(x, 0), 0, "start");
    put_label(out, bin_begins(x, bins / 2), (int)(bins / 2 * wide), "start");
    put_label(out, bin_begins(x, bins), WIDTH, "end");
    fc_buf_text(out, "</svg>\n");
}

static void put_quantiles(const fc_tally_column *c, fc_buf *out)
{
    static const double shares[] = { 0, .01, .05, .1, .25, .5, .75, .9, .95, .99, 1 };
    enum { N = sizeof shares / sizeof *shares };
    fc_buf_text(out, "<div class=\"wide\"><table><tr>"
                     "<th>share of documents at or below</th>");
    for (int i = 0; i < N; i++)
        fc_buf_printf(out, "<th class=\"n\">%.0f&thinsp;%%</th>", 100 * shares[i]);
    fc_buf_text(out, "</tr><tr><td>value</td>");
    for (int i = 0; i < N; i++) {
        double v = 0;
        fc_tally_quantile(c, shares[i], &v);
        fc_buf_printf(out, "<td class=\"n\">%.6g</td>", v);
    }
    fc_buf_text(out, "</tr></table></div>\n");
}

void fc_plot_numbers(const fc_tally_column *c, fc_buf *out)
{
    uint64_t bin[BINS] = { 0 };
    double least, median, most;
    if (!fc_tally_quantile(c, 0, &least) || !fc_tally_quantile(c, .5, &median) ||
        !fc_tally_quantile(c, 1, &most))
        return;
    axis x = choose_axis(least, median, most);
    for (size_t i = 0; i < c->n && c->value[i].is_number; i++)
        bin[bin_of(&x, c->value[i].number)] += c->value[i].count.documents;
    put_bars(&x, bin, bin_of(&x, most) + 1, out);
    put_quantiles(c, out);
}
