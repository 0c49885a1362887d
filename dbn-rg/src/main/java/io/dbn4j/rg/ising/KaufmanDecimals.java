package io.dbn4j.rg.ising;

import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.apache.commons.math3.dfp.DfpMath;

/**
 * Kaufman's solution in decimal numbers of many digits, for the second derivative of log Z at low temperature. There it
 * is smaller than log Z by more than the digits of a double.
 *
 * @param side L, at least 2
 */
record KaufmanDecimals(int side) {

    /** The step in K is 1e-12; the second difference then has a relative error below 1e-22. */
    private static final int STEP_DIGITS = 12;

    /** Digits left in the second difference after cancellation. */
    private static final int DIGITS = 20;

    /**
     * Returns {@code d^2(log Z / N) / dK^2}, which falls as {@code exp(-8K)}.
     *
     * @param coupling K, above the critical one
     */
    double curvature(double coupling) {
        double sites = (double) side * side;
        double lost = 2 * STEP_DIGITS + Math.log10(2 * coupling * sites) + 8 * coupling / Math.log(10);
        DfpField field = new DfpField(DIGITS + (int) Math.ceil(lost));
        Dfp step = field.newDfp("1e-" + STEP_DIGITS);
        Dfp middle = field.newDfp(coupling);
        return logPartition(middle.add(step))
                .add(logPartition(middle.subtract(step)))
                .subtract(logPartition(middle).multiply(2))
                .divide(step.multiply(step))
                .divide(side * side)
                .toDouble();
    }

    /**
     * Returns log Z. The factors {@code exp(L g_r / 2)} are taken out of the four products, which are all positive at
     * low temperature.
     */
    private Dfp logPartition(Dfp coupling) {
        Dfp one = coupling.getOne();
        Dfp growth = DfpMath.exp(coupling.multiply(2));
        Dfp twoSinh = growth.subtract(one.divide(growth));
        Dfp distance = twoSinh.divide(2).subtract(one);
        Dfp criticality = distance.multiply(distance).divide(twoSinh); // sinh^2(g_0 / 2)
        Dfp[] exponentials = {one, one}; // products of exp(g_r / 2) over odd and even r
        Dfp[] cosh = {one, one};
        Dfp[] sinh = {one, one};
        for (int r = 0; r < 2 * side; r++) {
            int parity = (r + 1) % 2;
            Dfp wave = DfpMath.sin(coupling.getField().getPi().multiply(r).divide(2 * side));
            Dfp root = criticality.add(wave.multiply(wave));
            Dfp exponential = root.sqrt().add(root.add(one).sqrt()); // exp(asinh(sinh(g_r / 2)))
            Dfp decay = one.divide(DfpMath.pow(exponential, 2 * side));
            exponentials[parity] = exponentials[parity].multiply(exponential);
            cosh[parity] = cosh[parity].multiply(one.add(decay));
            sinh[parity] = sinh[parity].multiply(one.subtract(decay));
        }
        Dfp ratio = DfpMath.pow(exponentials[1].divide(exponentials[0]), side);
        Dfp sum = cosh[0].add(sinh[0]).add(ratio.multiply(cosh[1].add(sinh[1])));
        return DfpMath.log(twoSinh)
                .multiply(side * side)
                .divide(2)
                .add(DfpMath.log(exponentials[0]).multiply(side))
                .add(DfpMath.log(sum.divide(2)));
    }
}
