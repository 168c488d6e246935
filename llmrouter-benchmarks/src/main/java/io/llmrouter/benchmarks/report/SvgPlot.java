package io.llmrouter.benchmarks.report;

import io.llmrouter.benchmarks.load.Load;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** CPU time for each request as a picture: a row for each gateway, the loads one below the other, a logarithmic axis. */
public final class SvgPlot {
    private static final int WIDTH = 760;
    private static final int LEFT = 170;
    private static final int RIGHT = 90;
    private static final int ROW = 24;
    private static final int GAP = 44;
    private static final int TOP = 60;
    private static final int BOTTOM = 46;
    private static final String STYLE = """
              <style>
                text { font: 13px -apple-system, "Segoe UI", Roboto, "Noto Sans", Helvetica, Arial, sans-serif; fill: #1f2328; }
                .title { font-size: 15px; font-weight: 600; }
                .load { font-weight: 600; }
                .quiet { fill: #59636e; font-size: 12px; }
                .grid { stroke: #d1d9e0; }
                .ours { fill: #0969da; stroke: #0969da; }
                .theirs { fill: #6e7781; stroke: #6e7781; }
                .range { stroke-width: 3; stroke-opacity: 0.45; stroke-linecap: round; }
                @media (prefers-color-scheme: dark) {
                  text { fill: #f0f6fc; }
                  .quiet { fill: #9198a1; }
                  .grid { stroke: #3d444d; }
                  .ours { fill: #4493f8; stroke: #4493f8; }
                  .theirs { fill: #9198a1; stroke: #9198a1; }
                }
              </style>
            """;

    private final Results results;
    private final List<Load> loads;
    private final StringBuilder svg = new StringBuilder();
    private double least = Double.MAX_VALUE;
    private double most;

    /** A plot of these loads. */
    public SvgPlot(Results results, List<Load> loads) {
        this.results = results;
        this.loads = loads.stream().filter(load -> load != Load.SINGLE).toList();
    }

    /** The SVG document. */
    public String text() {
        scale();
        int rows = results.contenders().size();
        int height = TOP + loads.size() * (rows * ROW + GAP) + BOTTOM;
        svg.setLength(0);
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                WIDTH,
                height,
                WIDTH,
                height));
        svg.append("  <title>CPU time for each request, by load and gateway</title>\n")
                .append(STYLE);
        label(16, 26, "title", "start", "CPU time of the gateway for each request");
        label(
                16,
                44,
                "quiet",
                "start",
                "microseconds, logarithmic: a dot is the median of the rounds, a bar their range");
        grid(height - BOTTOM);
        int y = TOP;
        for (Load load : loads) {
            label(16, y + 26, "load", "start", load.title());
            y += GAP;
            for (var contender : results.contenders()) {
                row(contender, load, y);
                y += ROW;
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private void scale() {
        for (Load load : loads) {
            for (var contender : results.contenders()) {
                spread(contender, load).ifPresent(spread -> {
                    least = Math.min(least, spread.min());
                    most = Math.max(most, spread.max());
                });
            }
        }
        least = most == 0 ? 1 : Math.pow(10, Math.floor(Math.log10(Math.max(least, 0.1))));
        most = Math.max(least * 10, Math.pow(10, Math.ceil(Math.log10(Math.max(most, 1)))));
    }

    private void grid(int bottom) {
        for (double value = least; value <= most * 1.001; value *= 10) {
            double x = x(value);
            svg.append(String.format(
                    Locale.ROOT,
                    "  <line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    x,
                    TOP + 34,
                    x,
                    bottom));
            label(x, bottom + 20, "quiet", "middle", Figures.axis(value));
        }
    }

    private void row(Results.Contender contender, Load load, int y) {
        int middle = y + ROW / 2;
        label(LEFT - 12, middle + 4, "", "end", contender.title());
        String who = contender.key().equals("llmrouter") ? "ours" : "theirs";
        Optional<Spread> spread = spread(contender, load);
        if (spread.isEmpty()) {
            label(LEFT, middle + 4, "quiet", "start", "no answer");
            return;
        }
        svg.append(String.format(
                Locale.ROOT,
                "  <line class=\"%s range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                who,
                x(spread.get().min()),
                middle,
                x(spread.get().max()),
                middle));
        svg.append(String.format(
                Locale.ROOT,
                "  <circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"5\"/>%n",
                who,
                x(spread.get().median()),
                middle));
        label(
                x(spread.get().max()) + 12,
                middle + 4,
                "",
                "start",
                Figures.number(spread.get().median()));
    }

    private Optional<Spread> spread(Results.Contender contender, Load load) {
        return results.spread(contender.key(), load, Sample::cpuMicros).filter(spread -> spread.median() > 0);
    }

    private double x(double value) {
        double share = Math.log10(Math.max(value, least) / least) / Math.log10(most / least);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private void label(double x, double y, String style, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "  <text x=\"%.1f\" y=\"%.1f\"%s text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                style.isEmpty() ? "" : " class=\"" + style + "\"",
                anchor,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
