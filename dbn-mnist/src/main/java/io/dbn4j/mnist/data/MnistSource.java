package io.dbn4j.mnist.data;

import io.dbn4j.core.data.Idx;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.data.DataSource;
import java.util.List;
import java.util.function.Supplier;

/** Images of MNIST as rows of 784 gray values from 0 to 1, for experiments of any module. */
public abstract sealed class MnistSource implements DataSource {

    private final String name;
    private final Supplier<Idx> images;

    private MnistSource(String name, Supplier<Idx> images) {
        this.name = name;
        this.images = images;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final DataFile read() {
        Idx file = images.get();
        return new DataFile(name, file.scaled(), file.sha256(), 255, List.of(), List.of());
    }

    /** The training images, {@code mnist}. */
    public static final class Training extends MnistSource {

        /** Names the 60 000 training images. */
        public Training() {
            super("mnist", Mnist::trainingImages);
        }
    }

    /** The test images, {@code mnist-test}. */
    public static final class Test extends MnistSource {

        /** Names the 10 000 test images. */
        public Test() {
            super("mnist-test", Mnist::testImages);
        }
    }
}
