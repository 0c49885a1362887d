package io.dbn4j.rg.coarse;

/** Sums of many terms whose rounding errors do not grow with the number of terms (Kahan's method). */
final class CompensatedSums {

    private final double[] sum;
    private final double[] lost; // the excess of the last addition

    CompensatedSums(int count) {
        sum = new double[count];
        lost = new double[count];
    }

    /** Adds a term to each sum. */
    void add(double[] terms) {
        for (int i = 0; i < sum.length; i++) {
            double term = terms[i] - lost[i];
            double next = sum[i] + term;
            lost[i] = next - sum[i] - term;
            sum[i] = next;
        }
    }

    /** Returns the logarithms of the sums, plus a constant. */
    double[] logarithms(double constant) {
        double[] logarithms = new double[sum.length];
        for (int i = 0; i < sum.length; i++) {
            logarithms[i] = Math.log(sum[i]) + constant;
        }
        return logarithms;
    }
}
