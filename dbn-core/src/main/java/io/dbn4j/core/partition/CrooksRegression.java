package io.dbn4j.core.partition;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.stats.Estimate;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.special.Erf;

/**
 * The logistic regression of the direction of annealing paths on their forward log-weights.
 *
 * <p>Let P_F be the density of forward paths and w their log-weight. If reverse paths start at draws of the model,
 * their density is {@code P_R = P_F exp(w - L)} with {@code L = log(Z / Z_0)} (Crooks). Among n_F forward and n_R
 * reverse paths the log-odds of "reverse" are then
 *
 * <pre>
 *   log P(reverse | w) / P(forward | w) = log(n_R / n_F) + s (w - L),      s = 1
 * </pre>
 *
 * <p>If reverse paths start at a density q instead of the model's density p, the odds at w are multiplied by the mean
 * of q / p over the reverse paths of that w, and the regression is bent. The forward log-weight of a reverse path is
 * minus the log-weight that {@link ReverseAnnealedImportanceSampling} sums.
 *
 * <p>The slope s is fitted by maximum likelihood. The test compares the largest likelihood with the largest likelihood
 * at s = 1, where L is the root of {@link BennettEquation}. Twice the log ratio follows, for many paths, a chi-squared
 * distribution with one degree of freedom. If the weights separate the directions fully, the slope is infinite and the
 * ratio finite.
 *
 * @param slope s with its standard error, which is infinite if the weights separate the directions or do not vary
 * @param errorAtOne standard error of a slope of 1 by the same weights, infinite if they separate the directions or do
 *     not vary. The error at the fitted slope shrinks with the slope, so it does not show what the test could have
 *     detected
 * @param ratio twice the log ratio of the likelihoods
 * @param chance asymptotic probability of a ratio at least as large if all reverse paths start at draws of the model
 */
@Reference(
        authors = "M. R. Shirts, E. Bair, G. Hooker, V. S. Pande",
        title = "Equilibrium free energies from nonequilibrium measurements using maximum-likelihood methods",
        venue = "Physical Review Letters 91",
        year = 2003,
        url = "https://doi.org/10.1103/PhysRevLett.91.140601")
public record CrooksRegression(Estimate slope, double errorAtOne, double ratio, double chance) {

    /** Log-weights that differ by less, in nats, carry rounding errors and no information. */
    static final double RESOLUTION = 1e-3;

    private static final int ITERATIONS = 100;

    /** Gain of log-likelihood below which the fit ends. */
    private static final double GAIN = 1e-10;

    /**
     * Fits the regression to the paths of both directions.
     *
     * @param forward forward log-weights of independent forward paths, at least 2; not modified
     * @param reverse forward log-weights of independent reverse paths, at least 2; not modified
     */
    public static CrooksRegression of(double[] forward, double[] reverse) {
        Check.atLeast(2, forward.length, "forward paths");
        Check.atLeast(2, reverse.length, "reverse paths");
        int samples = forward.length + reverse.length;
        double low = DoubleStream.concat(DoubleStream.of(forward), DoubleStream.of(reverse))
                .min()
                .orElseThrow();
        double high = DoubleStream.concat(DoubleStream.of(forward), DoubleStream.of(reverse))
                .max()
                .orElseThrow();
        if (high - low < RESOLUTION) {
            double unknown = Double.POSITIVE_INFINITY;
            return new CrooksRegression(Estimate.normal(1, unknown, "", samples, samples), unknown, 0, 1);
        }
        Fit fit = new Fit(forward, reverse);
        double atOne = fit.logLikelihood();
        double errorAtOne = fit.slopeError();
        fit.climb();
        double ratio = Math.max(0, 2 * (fit.logLikelihood() - atOne));
        return new CrooksRegression(
                Estimate.normal(fit.slope, fit.slopeError(), "", samples, samples),
                errorAtOne,
                ratio,
                Erf.erfc(Math.sqrt(ratio / 2)));
    }

    /** Maximizes the concave log-likelihood by Newton's method, from slope 1 and the best intercept for it. */
    private static final class Fit {

        private final double[] weights;
        private final int forward;
        private double slope = 1;
        private double intercept;
        private double logLikelihood;
        private final double[] gradient = new double[2];
        private final double[] information = new double[3];

        Fit(double[] forward, double[] reverse) {
            double root = new BennettEquation(forward, reverse).root();
            this.weights = DoubleStream.concat(DoubleStream.of(forward), DoubleStream.of(reverse))
                    .map(weight -> weight - root)
                    .toArray();
            this.forward = forward.length;
            this.intercept = Math.log((double) reverse.length / forward.length);
            derive();
        }

        double logLikelihood() {
            return logLikelihood;
        }

        /** Computes the log-likelihood, its gradient and minus its second derivatives at slope and intercept. */
        private void derive() {
            logLikelihood = 0;
            double[] g = new double[2];
            double[] h = new double[3];
            for (int i = 0; i < weights.length; i++) {
                double logOdds = slope * weights[i] + intercept;
                double signed = i < forward ? logOdds : -logOdds;
                double tail = Math.exp(-Math.abs(signed));
                logLikelihood -= Math.max(0, signed) + Math.log1p(tail);
                double wrong = signed > 0 ? 1 / (1 + tail) : tail / (1 + tail);
                double residual = i < forward ? -wrong : wrong;
                double variance = tail / ((1 + tail) * (1 + tail));
                g[0] += residual * weights[i];
                g[1] += residual;
                h[0] += variance * weights[i] * weights[i];
                h[1] += variance * weights[i];
                h[2] += variance;
            }
            System.arraycopy(g, 0, gradient, 0, 2);
            System.arraycopy(h, 0, information, 0, 3);
        }

        private double determinant() {
            return information[0] * information[2] - information[1] * information[1];
        }

        void climb() {
            double gain = Double.POSITIVE_INFINITY;
            for (int i = 0; i < ITERATIONS && gain > GAIN && determinant() > 0; i++) {
                double before = logLikelihood;
                double determinant = determinant();
                double turn = (gradient[0] * information[2] - gradient[1] * information[1]) / determinant;
                double shift = (gradient[1] * information[0] - gradient[0] * information[1]) / determinant;
                gain = step(turn, shift, before);
            }
        }

        /** Takes the largest of the steps 1, 1/2, 1/4, ... that climbs, and returns the gain; 0 at the top. */
        private double step(double turn, double shift, double before) {
            double oldSlope = slope;
            double oldIntercept = intercept;
            for (double part = 1; part > 1e-9; part /= 2) {
                slope = oldSlope + part * turn;
                intercept = oldIntercept + part * shift;
                derive();
                if (logLikelihood > before) {
                    return logLikelihood - before;
                }
            }
            slope = oldSlope;
            intercept = oldIntercept;
            derive();
            return 0;
        }

        double slopeError() {
            double determinant = determinant();
            return determinant > 0 ? Math.sqrt(information[2] / determinant) : Double.POSITIVE_INFINITY;
        }
    }
}
