package io.dbn4j.core.model;

import static io.dbn4j.core.dl4j.SmallNetworks.PCD;
import static io.dbn4j.core.dl4j.SmallNetworks.PIXELS;
import static io.dbn4j.core.dl4j.SmallNetworks.barsAndStripes;
import static io.dbn4j.core.dl4j.SmallNetworks.layer;
import static io.dbn4j.core.dl4j.SmallNetworks.network;
import static io.dbn4j.core.dl4j.SmallNetworks.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.sample.Sampler;
import io.dbn4j.core.training.WrongSign;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.example.Twice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** A record of another program serves as an objective. */
class OwnObjectiveTest {

    private final INDArray rows = barsAndStripes(14, DataType.FLOAT);

    @Test
    void aRegisteredOneIsTrainedSavedAndTrainedOn(@TempDir Path folder) throws IOException {
        // Read before it is registered: Jackson remembers the names that it knew.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.fromMap(Json.toMap(new Twice(PCD)), Objective.class))
                .withMessageStartingWith("type: unknown name \"twice\"; allowed: bare-free-energy-difference, ");
        Json.register(Twice.class);
        Json.register(Twice.class);
        DeepBeliefNetwork network = network(
                DataType.FLOAT, new Sgd(0.1), layer(PIXELS, 4, new Twice(PCD)).build());
        network.pretrainLayer(0, rows);
        File file = folder.resolve("own.zip").toFile();
        network.save(file, true);

        DeepBeliefNetwork restored = DeepBeliefNetwork.restore(file);

        assertThat(((RbmLayer) restored.getLayer(0).conf().getLayer()).objective())
                .isEqualTo(new Twice(PCD));
        network.pretrainLayer(0, rows);
        restored.pretrainLayer(0, rows);
        assertThat(parameters(restored)).isEqualTo(parameters(network));
        assertThat(ModelFile.read(file.toPath()).layers()).hasSize(1);
    }

    @Test
    void aClassIsStillNoName() {
        Json.register(Twice.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.fromMap(Map.of("type", "org.example.Twice"), Objective.class))
                .withMessageStartingWith("type: unknown name \"org.example.Twice\"; allowed: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.toMap(new WrongSign(PCD)))
                .withMessageContaining("WrongSign has no registered name");
    }

    /** A record without a name. */
    record Nameless() {}

    /** A record with the name of another one. */
    @JsonTypeName("gibbs")
    record Taken() implements Sampler {

        @Override
        public Chains start(Rbm rbm, int chains, RandomSource random) {
            return new Gibbs().start(rbm, chains, random);
        }

        @Override
        public Kernel kernel(Rbm rbm) {
            return new Gibbs().kernel(rbm);
        }
    }

    @Test
    void aRecordNeedsANameOfItsOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.register(Nameless.class))
                .withMessageEndingWith(
                        "Nameless must have a @JsonTypeName of small letters, digits and hyphens, had \"\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.register(Taken.class))
                .withMessageEndingWith("Taken must have a name of its own, gibbs is " + Gibbs.class.getName());
    }
}
