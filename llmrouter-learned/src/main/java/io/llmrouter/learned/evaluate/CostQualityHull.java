package io.llmrouter.learned.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The best quality that can be had for a cost: the upper, non-decreasing hull of points, flat to the right of the last.
 * Between two points it is what mixing them at random gives. Immutable.
 */
public final class CostQualityHull {
    private final List<Point> points;

    private CostQualityHull(List<Point> points) {
        this.points = List.copyOf(points);
    }

    /**
     * A mean cost and the mean quality had for it.
     *
     * @param cost in USD
     * @param quality from 0 to 1
     */
    public record Point(double cost, double quality) {}

    /** The hull of points; those without a cost are passed over. */
    public static CostQualityHull of(List<Point> points) {
        List<Point> sorted = points.stream()
                .filter(point -> !Double.isNaN(point.cost) && !Double.isNaN(point.quality))
                .sorted(Comparator.comparingDouble(Point::cost)
                        .thenComparing(
                                Comparator.comparingDouble(Point::quality).reversed()))
                .toList();
        var hull = new ArrayList<Point>();
        for (Point point : sorted) {
            if (!hull.isEmpty() && point.quality <= hull.get(hull.size() - 1).quality) {
                continue;
            }
            while (hull.size() >= 2 && isBelow(hull.get(hull.size() - 1), hull.get(hull.size() - 2), point)) {
                hull.remove(hull.size() - 1);
            }
            hull.add(point);
        }
        return new CostQualityHull(hull);
    }

    private static boolean isBelow(Point middle, Point left, Point right) {
        return (middle.quality - left.quality) * (right.cost - left.cost)
                <= (right.quality - left.quality) * (middle.cost - left.cost);
    }

    /** The corners, by rising cost. */
    public List<Point> points() {
        return points;
    }

    /** The quality to be had for a cost; 0 for less than the first corner's. */
    public double quality(double cost) {
        if (points.isEmpty() || cost < points.get(0).cost) {
            return 0;
        }
        for (int i = 1; i < points.size(); i++) {
            Point left = points.get(i - 1);
            Point right = points.get(i);
            if (cost <= right.cost) {
                return left.quality + (right.quality - left.quality) * (cost - left.cost) / (right.cost - left.cost);
            }
        }
        return points.get(points.size() - 1).quality;
    }

    /** The least cost of a quality; empty if it cannot be had. */
    public OptionalDouble cost(double quality) {
        for (int i = 0; i < points.size(); i++) {
            Point right = points.get(i);
            if (right.quality >= quality) {
                if (i == 0) {
                    return OptionalDouble.of(right.cost);
                }
                Point left = points.get(i - 1);
                return OptionalDouble.of(left.cost
                        + (right.cost - left.cost) * (quality - left.quality) / (right.quality - left.quality));
            }
        }
        return OptionalDouble.empty();
    }

    /** The mean quality over the costs from one to another: the area under the hull divided by their distance. */
    public double meanQuality(double from, double to) {
        if (!(to > from)) {
            return quality(to);
        }
        double area = 0;
        double cost = from;
        for (Point point : points) {
            if (point.cost > cost && point.cost < to) {
                // To the left of the first corner the quality is 0, and it jumps there.
                boolean jumps = cost < points.get(0).cost;
                area += jumps ? 0 : (quality(cost) + point.quality) / 2 * (point.cost - cost);
                cost = point.cost;
            }
        }
        area += cost < points.get(0).cost ? 0 : (quality(cost) + quality(to)) / 2 * (to - cost);
        return area / (to - from);
    }
}
