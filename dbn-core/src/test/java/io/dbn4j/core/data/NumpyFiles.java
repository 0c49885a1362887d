package io.dbn4j.core.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files that NumPy wrote: see make.py among them. */
public final class NumpyFiles {

    private NumpyFiles() {}

    /** Returns a copy of a file; it lies in a jar where another module tests with it. */
    public static Path file(String name) {
        try (InputStream in = open(name)) {
            Path folder = Files.createTempDirectory("numpy");
            Path file = folder.resolve(name);
            Files.copy(in, file);
            file.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the array of an {@code .npy} file. */
    public static INDArray array(String name) {
        try (InputStream in = open(name)) {
            byte[] content = in.readAllBytes();
            return Npy.read(name, new ByteArrayInputStream(content), content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(NumpyFiles.class.getResourceAsStream("/io/dbn4j/core/numpy/" + name));
    }
}
