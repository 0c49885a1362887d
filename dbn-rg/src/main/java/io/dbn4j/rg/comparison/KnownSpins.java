package io.dbn4j.rg.comparison;

import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.core.hamiltonian.LayerBelow;
import io.dbn4j.core.hamiltonian.TeacherRbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.rg.ising.ExactAverages;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A known Hamiltonian of spins, with the exact results that its size allows.
 *
 * @param hamiltonian energy in nats
 * @param lattice the periodic square lattice on which the Hamiltonian is a ferromagnet without a field; empty for any
 *     other
 * @param coupling K of the lattice; 1 without a lattice, where energies are in nats
 */
public record KnownSpins(Hamiltonian hamiltonian, Optional<SquareLattice> lattice, double coupling) {

    /** Largest number of two-state units whose states are summed. */
    static final int ENUMERABLE = 20;

    /** Smallest side at which each pair of neighbors has one bond. */
    private static final int SMALLEST_SIDE = 3;

    /**
     * Recognizes a Hamiltonian: a periodic square lattice of equal positive couplings has exact results at any size.
     *
     * @throws IllegalArgumentException if the units are not spins
     */
    public static KnownSpins of(Hamiltonian hamiltonian) {
        Check.require(
                !(hamiltonian instanceof LayerBelow),
                "hamiltonian must be of type ising or teacher-rbm, was layer-below");
        Check.require(
                hamiltonian.unit().hasStates(-1, 1),
                "units of the Hamiltonian must be spins, were %s",
                hamiltonian.unit().name());
        if (hamiltonian instanceof Ising ising) {
            int side = (int) Math.round(Math.sqrt(ising.spins()));
            double coupling = ising.bonds().isEmpty() ? 0 : ising.bonds().get(0).coupling();
            boolean square = side >= SMALLEST_SIDE && side * side == ising.spins() && coupling > 0;
            if (square && equal(ising, new SquareLattice(side).ising(coupling))) {
                return new KnownSpins(ising, Optional.of(new SquareLattice(side)), coupling);
            }
        }
        return new KnownSpins(hamiltonian, Optional.empty(), 1);
    }

    private static boolean equal(Ising one, Ising other) {
        return one.fields().stream().allMatch(field -> field == 0)
                && ordered(one).equals(ordered(other));
    }

    private static List<Bond> ordered(Ising ising) {
        return ising.bonds().stream()
                .map(bond ->
                        bond.first() < bond.second() ? bond : new Bond(bond.second(), bond.first(), bond.coupling()))
                .sorted(Comparator.comparingInt(Bond::first)
                        .thenComparingInt(Bond::second)
                        .thenComparingDouble(Bond::coupling))
                .toList();
    }

    /** Returns the number of spins. */
    public int spins() {
        return hamiltonian.units();
    }

    /** Returns the Hamiltonian in words. */
    public String description() {
        return lattice.map(square -> String.format(
                        Locale.ROOT, "periodic square lattice, L = %d, K = %.6g", square.side(), coupling))
                .orElseGet(() -> String.format(Locale.ROOT, "%d spins, energies in nats", spins()));
    }

    /** Returns the unit of energies. */
    String unit() {
        return lattice.isPresent() ? "J" : "nats";
    }

    /** Tells whether the states of all spins are few enough to be summed. */
    boolean enumerable() {
        return spins() <= ENUMERABLE;
    }

    /** Returns the exact log Z in nats; empty if it is not known. */
    OptionalDouble logPartition() {
        if (lattice.isPresent()) {
            return OptionalDouble.of(new KaufmanPartitionFunction(lattice.get().side()).logPartition(coupling));
        }
        boolean fewHidden = hamiltonian instanceof TeacherRbm teacher
                && StateSpace.bits(teacher.hiddenUnit(), teacher.hiddenBias().size()) <= ENUMERABLE;
        return enumerable() || fewHidden ? OptionalDouble.of(hamiltonian.logPartition()) : OptionalDouble.empty();
    }

    /** Returns the exact solution of the lattice; empty for any other graph. */
    Optional<ExactAverages> solution() {
        return lattice.map(square -> ExactAverages.of(square.side(), coupling, 0));
    }
}
