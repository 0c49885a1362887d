package io.dbn4j.rg.scheme;

/** Hyperbolic functions of couplings, computed without cancellation. */
final class Hyperbolic {

    private Hyperbolic() {}

    /** Returns {@code log(2 cosh x)} without overflow. */
    static double logTwoCosh(double x) {
        double size = Math.abs(x);
        return size + Math.log1p(Math.exp(-2 * size));
    }

    /**
     * Returns the coupling between the ends of a chain whose inner spins are summed out:
     * {@code tanh K' = (tanh K)^bonds}.
     *
     * <p>For strong couplings it uses {@code 1 - tanh K = 2 / (exp(2K) + 1)}, because tanh rounds to 1.
     */
    static double chain(double coupling, int bonds) {
        double strength = Math.abs(coupling);
        double logTanh = strength < 1 ? Math.log(Math.tanh(strength)) : Math.log1p(-2 / (Math.exp(2 * strength) + 1));
        double tanh = Math.exp(bonds * logTanh);
        double ends =
                (Math.log1p(tanh) - (tanh < 0.5 ? Math.log1p(-tanh) : Math.log(-Math.expm1(bonds * logTanh)))) / 2;
        return coupling < 0 && bonds % 2 == 1 ? -ends : ends;
    }
}
