package io.llmrouter.learned.evaluate;

import java.util.List;
import java.util.Locale;

/** Draws a plot as inline SVG. Not safe for concurrent use. */
final class Plot {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 340;
    private static final int MARGIN = 48;

    private final double left;
    private final double right;
    private final double bottom;
    private final double top;
    private final StringBuilder svg = new StringBuilder();

    Plot(double left, double right, double bottom, double top, String across, String up) {
        this.left = left;
        this.right = right > left ? right : left + 1;
        this.bottom = bottom;
        this.top = top > bottom ? top : bottom + 1;
        svg.append(
                String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" class=\"plot\">%n", WIDTH, HEIGHT));
        for (int i = 0; i <= 4; i++) {
            double x = this.left + (this.right - this.left) * i / 4;
            double y = this.bottom + (this.top - this.bottom) * i / 4;
            line(x, this.bottom, x, this.top, "grid");
            line(this.left, y, this.right, y, "grid");
            label(x(x), HEIGHT - MARGIN + 16, "middle", String.format(Locale.ROOT, "%.3g", x));
            label(MARGIN - 6, y(y) + 4, "end", String.format(Locale.ROOT, "%.3g", y));
        }
        label(WIDTH / 2.0, HEIGHT - 8, "middle", across);
        label(MARGIN, 14, "start", up);
    }

    private double x(double value) {
        return MARGIN + (value - left) / (right - left) * (WIDTH - 2 * MARGIN);
    }

    private double y(double value) {
        return HEIGHT - MARGIN - (value - bottom) / (top - bottom) * (HEIGHT - 2 * MARGIN);
    }

    private void label(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                Html.escaped(text)));
    }

    Plot line(double fromX, double fromY, double toX, double toY, String style) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n",
                x(fromX),
                y(fromY),
                x(toX),
                y(toY),
                style));
        return this;
    }

    Plot path(List<CostQualityHull.Point> points, String style) {
        for (int i = 1; i < points.size(); i++) {
            CostQualityHull.Point from = points.get(i - 1);
            CostQualityHull.Point to = points.get(i);
            line(from.cost(), from.quality(), to.cost(), to.quality(), style);
        }
        return this;
    }

    Plot dot(double atX, double atY, String style, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"%s\"><title>%s</title></circle>%n",
                x(atX),
                y(atY),
                style,
                Html.escaped(title)));
        return this;
    }

    String svg() {
        return svg + "</svg>\n";
    }
}
