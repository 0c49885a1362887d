package io.dbn4j.core.hamiltonian;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.Check;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A known energy of visible states, which defines the distribution that an RBM should have.
 *
 * <pre>
 *   P(v) = exp(-H(v)) / Z,     F = -log Z
 * </pre>
 *
 * <p>Energies are in nats: the inverse temperature is part of them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Ising.class, name = "ising"),
    @JsonSubTypes.Type(value = TeacherRbm.class, name = "teacher-rbm"),
    @JsonSubTypes.Type(value = LayerBelow.class, name = "layer-below")
})
public interface Hamiltonian {

    /** Returns the kind of the units. */
    UnitType unit();

    /** Returns the number of units. */
    int units();

    /**
     * Returns the energies of states, in nats.
     *
     * @param states {@code [rows, units]}; not modified
     * @return one value per row
     */
    double[] energy(INDArray states);

    /**
     * Returns {@code log sum_v exp(-H(v))}, exactly, in nats.
     *
     * @throws IllegalArgumentException if there are too many states to enumerate
     */
    double logPartition();

    /**
     * Returns this Hamiltonian for an RBM above another one: {@link LayerBelow} becomes the free energy of that RBM.
     */
    default Hamiltonian above(Rbm below) {
        return this;
    }

    /**
     * Refuses an RBM that has other visible units.
     *
     * @throws IllegalArgumentException with a message that names both
     */
    default void requireUnitsOf(Rbm rbm) {
        Check.require(
                units() == rbm.visible() && unit().equals(rbm.visibleUnit()),
                "target must be defined on the %d %s visible units, was on %d %s units",
                rbm.visible(),
                rbm.visibleUnit(),
                units(),
                unit());
    }
}
