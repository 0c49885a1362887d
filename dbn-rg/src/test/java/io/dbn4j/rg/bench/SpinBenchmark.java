package io.dbn4j.rg.bench;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.random.Xoshiro256;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.Metropolis;
import io.dbn4j.rg.montecarlo.MultiSpinMetropolis;
import io.dbn4j.rg.montecarlo.SpinUpdate;
import io.dbn4j.rg.montecarlo.SwendsenWang;
import io.dbn4j.rg.montecarlo.Wolff;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A benchmark of one step of each update at the critical point: a sweep, or {@value #CLUSTERS} Wolff clusters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SpinBenchmark {

    static final int CLUSTERS = 10;

    @Param("64")
    public int side;

    private final byte[][] spins = new byte[3][];
    private MultiSpinMetropolis lattices;
    private SpinUpdate.Kernel metropolis;
    private SpinUpdate.Kernel wolff;
    private SpinUpdate.Kernel swendsenWang;
    private Xoshiro256 draws;

    /** Brings every lattice near equilibrium, because the cost depends on the state. */
    @Setup
    public void prepare() {
        double coupling = KaufmanPartitionFunction.CRITICAL_COUPLING;
        SquareLattice lattice = new SquareLattice(side);
        RandomSource random = new Seed(1).stream("spins");
        draws = Xoshiro256.of(random);
        lattices = new MultiSpinMetropolis(lattice, coupling, random);
        metropolis = new Metropolis().kernel(lattice, coupling);
        wolff = new Wolff(CLUSTERS).kernel(lattice, coupling);
        swendsenWang = new SwendsenWang().kernel(lattice, coupling);
        byte[] start = new byte[lattice.sites()];
        Arrays.fill(start, (byte) 1);
        for (int step = 0; step < 100; step++) {
            lattices.sweep();
            swendsenWang.step(start, draws);
        }
        Arrays.setAll(spins, i -> start.clone());
    }

    /** Sweeps 64 lattices. */
    @Benchmark
    public void multiSpin() {
        lattices.sweep();
    }

    @Benchmark
    public void plainLoop() {
        metropolis.step(spins[0], draws);
    }

    @Benchmark
    public void wolff() {
        wolff.step(spins[1], draws);
    }

    @Benchmark
    public void swendsenWang() {
        swendsenWang.step(spins[2], draws);
    }
}
