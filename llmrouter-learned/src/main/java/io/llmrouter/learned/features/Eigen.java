package io.llmrouter.learned.features;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvectors of small symmetric matrices by Jacobi's cyclic rotations (Golub and Van Loan, 8.5). */
final class Eigen {
    private static final int MOST_SWEEPS = 12;
    private static final double NEGLIGIBLE = 1e-18;

    private Eigen() {}

    /** The unit eigenvectors, that of the largest eigenvalue first. */
    static double[][] vectors(double[] symmetric, int width) {
        double[][] a = new double[width][width];
        double[][] v = new double[width][width];
        for (int i = 0; i < width; i++) {
            System.arraycopy(symmetric, i * width, a[i], 0, width);
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > NEGLIGIBLE; sweep++) {
            for (int p = 0; p < width; p++) {
                for (int q = p + 1; q < width; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        return IntStream.range(0, width)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -a[i][i]))
                .map(i -> v[i])
                .toArray(double[][]::new);
    }

    /** The share of the squares that is off the diagonal. */
    private static double offDiagonal(double[][] a) {
        double off = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                double square = a[i][j] * a[i][j];
                all += square;
                off += i == j ? 0 : square;
            }
        }
        return all > 0 ? off / all : 0;
    }

    /** Turns rows and columns p and q so that their common entry vanishes; {@code v} holds the vectors as rows. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (Math.abs(a[p][q]) < 1e-300) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        turn(a[p], a[q], c, s);
        for (double[] row : a) {
            double x = row[p];
            row[p] = c * x - s * row[q];
            row[q] = s * x + c * row[q];
        }
        turn(v[p], v[q], c, s);
    }

    private static void turn(double[] x, double[] y, double c, double s) {
        for (int i = 0; i < x.length; i++) {
            double value = x[i];
            x[i] = c * value - s * y[i];
            y[i] = s * value + c * y[i];
        }
    }
}
