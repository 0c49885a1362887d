package io.dbn4j.rg.ising;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dbn4j.core.Check;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Table;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The exact log Z and thermal averages of the Ising model on a periodic square lattice.
 *
 * <pre>
 *   E(s) = -J sum over bonds of s_i s_j - H sum_i s_i,     p(s) = exp(-E(s) / T) / Z,     K = J / T,     J = k_B = 1
 * </pre>
 *
 * <p>Without a field, log Z, E and C are Kaufman's for every side. The magnetization and the correlation function, and
 * all averages in a field, need the transfer matrix of a row, up to {@link MagnetizationDistribution#LARGEST_SIDE}.
 *
 * @param side L
 * @param temperature T
 * @param coupling K
 * @param field H, in units of J
 * @param logPartition log Z, in nats
 * @param energyPerSite E / N, with the energy in the field, in units of J
 * @param specificHeatPerSite {@code C / N = var(E) / (N T^2)}
 * @param magnetization {@code <m>}; null without a field, where it is zero
 * @param absoluteMagnetization {@code <|m|>}; null if the side is too large, as are all averages below
 * @param squaredMagnetization {@code <m^2>}
 * @param reducedSusceptibility {@code chi' = K N (<m^2> - <|m|>^2)}
 * @param binderCumulant {@code U4 = 1 - <m^4> / (3 <m^2>^2)}
 * @param correlation {@code G(r) = <s_i s_j>} of two sites of a row, by their distance r from 1 to L/2
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExactAverages(
        int side,
        double temperature,
        double coupling,
        double field,
        Estimate logPartition,
        Estimate energyPerSite,
        Estimate specificHeatPerSite,
        @Nullable Estimate magnetization,
        @Nullable Estimate absoluteMagnetization,
        @Nullable Estimate squaredMagnetization,
        @Nullable Estimate reducedSusceptibility,
        @Nullable Estimate binderCumulant,
        Map<Integer, Estimate> correlation) {

    /** Columns of the averages as a CSV file. */
    public static final Table<ExactAverages> TABLE = Table.<ExactAverages>of("averages")
            .whole("side", ExactAverages::side)
            .number("temperature", ExactAverages::temperature)
            .number("coupling", ExactAverages::coupling)
            .number("field", ExactAverages::field)
            .optional("logPartition", value(ExactAverages::logPartition))
            .optional("energyPerSite", value(ExactAverages::energyPerSite))
            .optional("specificHeatPerSite", value(ExactAverages::specificHeatPerSite))
            .optional("magnetization", value(ExactAverages::magnetization))
            .optional("absoluteMagnetization", value(ExactAverages::absoluteMagnetization))
            .optional("squaredMagnetization", value(ExactAverages::squaredMagnetization))
            .optional("reducedSusceptibility", value(ExactAverages::reducedSusceptibility))
            .optional("binderCumulant", value(ExactAverages::binderCumulant));

    /** Largest side: one temperature then takes a second. */
    private static final int LARGEST_SIDE = 10_000;

    public ExactAverages {
        correlation = new LinkedHashMap<>(correlation);
    }

    private static Function<ExactAverages, OptionalDouble> value(Function<ExactAverages, @Nullable Estimate> number) {
        return averages -> {
            Estimate estimate = number.apply(averages);
            return estimate == null ? OptionalDouble.empty() : OptionalDouble.of(estimate.value());
        };
    }

    /**
     * Computes the averages of one lattice.
     *
     * @param side L, at least 2
     * @param coupling K, positive
     * @param field H in units of J; 0 unless the side is small
     */
    public static ExactAverages of(int side, double coupling, double field) {
        return of(side, 1 / Check.positive(coupling, "coupling"), coupling, field);
    }

    /**
     * Computes the averages of one lattice at a temperature in units of the interaction, {@code K = 1 / T}.
     *
     * @param side L, at least 2
     * @param field H in units of J; 0 unless the side is small
     */
    public static ExactAverages atTemperature(int side, double temperature, double field) {
        return of(side, Check.positive(temperature, "temperature"), 1 / temperature, field);
    }

    private static ExactAverages of(int side, double temperature, double coupling, double field) {
        Check.require(side >= 2 && side <= LARGEST_SIDE, "side must be in [2, %d], was %d", LARGEST_SIDE, side);
        Check.require(Double.isFinite(field), "field must be finite, was %s", field);
        boolean small = side <= MagnetizationDistribution.LARGEST_SIDE;
        Check.require(
                small || field == 0,
                "side must be at most %d in a field, was %d; larger lattices are solved only without a field",
                MagnetizationDistribution.LARGEST_SIDE,
                side);
        return small ? ofSmall(side, temperature, coupling, field) : ofLarge(side, temperature, coupling);
    }

    private static ExactAverages ofLarge(int side, double temperature, double coupling) {
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
        return new ExactAverages(
                side,
                temperature,
                coupling,
                0,
                Estimate.exact(kaufman.logPartition(coupling), "nats"),
                Estimate.exact(kaufman.energy(coupling), "J"),
                number(kaufman.specificHeat(coupling)),
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static ExactAverages ofSmall(int side, double temperature, double coupling, double field) {
        double size = Math.abs(field);
        double sites = (double) side * side;
        MagnetizationDistribution m = MagnetizationDistribution.of(side, coupling, coupling * size);
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
        EnergyMoments energy = field == 0 ? new EnergyMoments(0, 0) : EnergyMoments.of(side, coupling, size);
        double perSite = field == 0 ? kaufman.energy(coupling) : -2 - size + energy.mean() / sites;
        double heat = field == 0 ? kaufman.specificHeat(coupling) : coupling * coupling * energy.variance() / sites;
        return new ExactAverages(
                side,
                temperature,
                coupling,
                field,
                Estimate.exact(field == 0 ? kaufman.logPartition(coupling) : m.logPartition(), "nats"),
                Estimate.exact(perSite, "J"),
                number(heat),
                field == 0 ? null : number(Math.signum(field) * m.mean()),
                number(m.meanAbsolute()),
                number(m.meanSquare()),
                number(m.susceptibility()),
                number(m.binderCumulant()),
                correlation(side, coupling, coupling * size));
    }

    /** Returns a sentence that says which averages a side does not allow; empty if it allows all. */
    public static String missing(int side) {
        return side <= MagnetizationDistribution.LARGEST_SIDE
                ? ""
                : String.format(
                        Locale.ROOT,
                        "|m|, m^2, chi', U4 and G(r) need the transfer matrix of a row: side must be at most %d, was %d",
                        MagnetizationDistribution.LARGEST_SIDE,
                        side);
    }

    /** Returns the averages that the side allows by their names, without log Z and the correlation function. */
    public Map<String, Estimate> named() {
        Map<String, Estimate> named = new LinkedHashMap<>();
        named.put("energyPerSite", energyPerSite);
        named.put("specificHeatPerSite", specificHeatPerSite);
        put(named, "magnetization", magnetization);
        put(named, "absoluteMagnetization", absoluteMagnetization);
        put(named, "squaredMagnetization", squaredMagnetization);
        put(named, "reducedSusceptibility", reducedSusceptibility);
        put(named, "binderCumulant", binderCumulant);
        return named;
    }

    private static void put(Map<String, Estimate> named, String name, @Nullable Estimate value) {
        if (value != null) {
            named.put(name, value);
        }
    }

    private static Map<Integer, Estimate> correlation(int side, double coupling, double reducedField) {
        double[] function = new RowTransfer(side, coupling, reducedField).correlation();
        Map<Integer, Estimate> found = new LinkedHashMap<>();
        for (int r = 1; r < function.length; r++) {
            found.put(r, number(function[r]));
        }
        return found;
    }

    private static Estimate number(double value) {
        return Estimate.exact(value, "");
    }
}
