package io.llmrouter.learned.features;

/** Gram matrices and orthonormal bases of tall matrices, held row by row. */
final class Orthonormal {
    private static final double SMALLEST = 1e-12;

    private Orthonormal() {}

    /** The inner products of the columns. */
    static double[] gram(float[] matrix, int width) {
        double[] gram = new double[width * width];
        for (int row = 0; row < matrix.length / width; row++) {
            int base = row * width;
            for (int i = 0; i < width; i++) {
                double value = matrix[base + i];
                for (int j = i; j < width; j++) {
                    gram[i * width + j] += value * matrix[base + j];
                }
            }
        }
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < i; j++) {
                gram[i * width + j] = gram[j * width + i];
            }
        }
        return gram;
    }

    /**
     * Makes the columns orthonormal: Cholesky of the Gram matrix, then a triangular solve for each row. Twice, because
     * once loses half the digits (CholeskyQR2, Yamamoto et al., 2015).
     */
    static void make(float[] matrix, int width) {
        for (int pass = 0; pass < 2; pass++) {
            double[] factor = cholesky(gram(matrix, width), width);
            for (int row = 0; row < matrix.length / width; row++) {
                solve(matrix, row * width, factor, width);
            }
        }
    }

    /** The lower factor; a column that depends on earlier ones gets a zero on the diagonal. */
    private static double[] cholesky(double[] gram, int width) {
        double[] lower = new double[width * width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = gram[i * width + j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i * width + k] * lower[j * width + k];
                }
                if (i == j) {
                    lower[i * width + i] = sum > SMALLEST * gram[i * width + i] && sum > 0 ? Math.sqrt(sum) : 0;
                } else {
                    double diagonal = lower[j * width + j];
                    lower[i * width + j] = diagonal > 0 ? sum / diagonal : 0;
                }
            }
        }
        return lower;
    }

    private static void solve(float[] matrix, int base, double[] lower, int width) {
        for (int i = 0; i < width; i++) {
            double sum = matrix[base + i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i * width + k] * matrix[base + k];
            }
            double diagonal = lower[i * width + i];
            matrix[base + i] = diagonal > 0 ? (float) (sum / diagonal) : 0;
        }
    }
}
