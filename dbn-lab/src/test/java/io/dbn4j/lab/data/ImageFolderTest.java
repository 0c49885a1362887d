package io.dbn4j.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.data.IdxBytes;
import io.dbn4j.core.data.ImageData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

    @TempDir
    private Path parent;

    private Path folder;

    @BeforeEach
    void makeTheFolder() throws IOException {
        folder = Files.createDirectory(parent.resolve("letters"));
    }

    /** The names under which MNIST and its relatives are published, and usual variants of them. */
    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz",
        "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte",
        "train-images.idx3-ubyte, train-labels.idx1-ubyte, t10k-images.idx3-ubyte, t10k-labels.idx1-ubyte",
        "emnist-letters-train-images-idx3-ubyte.gz, emnist-letters-train-labels-idx1-ubyte.gz,"
                + "emnist-letters-test-images-idx3-ubyte.gz, emnist-letters-test-labels-idx1-ubyte.gz",
        "Train_X.idx, Train_Y.idx, Test_X.idx.gz, Test_Y.idx",
    })
    void filesAreRecognizedByNameAndMagic(
            String trainImages, String trainLabels, String testImages, String testLabels) {
        write(trainImages, IdxBytes.images(3, 2, 4));
        write(trainLabels, IdxBytes.labels(1, 3, 2));
        write(testImages, IdxBytes.images(2, 2, 4));
        write(testLabels, IdxBytes.labels(2, 2));
        write("emnist-letters-mapping.txt", new byte[] {'1', ' ', '6', '5'});
        write("train-notes.txt", new byte[] {'!'});

        ImageData data = new ImageFolder(folder, false).load();

        assertThat(data.train().labels()).containsExactly(0, 2, 1);
        assertThat(data.test().labels()).containsExactly(1, 1);
        assertThat(data.test().classes()).isEqualTo(data.train().classes()).isEqualTo(List.of("1", "2", "3"));
        assertThat(data.train().images().shape()).containsExactly(3, 8);
        assertThat(data.sha256().keySet()).containsExactly(trainImages, trainLabels, testImages, testLabels);
        assertThat(data.sha256().values()).doesNotHaveDuplicates().allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    }

    @Test
    void descriptionNamesTheFolderOrThePrefix() {
        writeSet("");
        assertThat(new ImageFolder(folder, false).load().description())
                .isEqualTo("letters: 3 training and 2 test images of 2 x 4 pixels in 2 classes");
    }

    @Test
    void transpositionTurnsImagesNotDigests() {
        writeSet("emnist-digits-");

        ImageData plain = new ImageFolder(folder, false).load();
        ImageData transposed = new ImageFolder(folder, true).load();

        assertThat(transposed.description())
                .isEqualTo("emnist-digits (transposed): 3 training and 2 test images of 4 x 2 pixels in 2 classes");
        assertThat(transposed.train().images().getRow(0).toFloatVector())
                .containsExactly(0, 4 / 255f, 1 / 255f, 5 / 255f, 2 / 255f, 6 / 255f, 3 / 255f, 7 / 255f);
        assertThat(transposed.test().rows()).isEqualTo(4);
        assertThat(transposed.sha256()).isEqualTo(plain.sha256());
    }

    @Test
    void severalSetsAreRefusedByName() {
        writeSet("");
        writeSet("emnist-letters-");
        writeSet("emnist-digits-");

        refuses(
                "%s must hold one data set, was 3: emnist-digits-*, emnist-letters-*, *; give each a folder of its own");
    }

    @Test
    void missingFilesAreRefusedWithWhatWasFound() throws IOException {
        writeSet("");
        write("train-labels.gz", new byte[] {'<', 'h', 't', 'm', 'l', '>'});
        Files.delete(folder.resolve("train-labels"));
        Files.createDirectory(folder.resolve("raw"));

        refuses(
                "%s must hold one IDX file of training labels, holds none; found: raw (not used), t10k-images (test images),"
                        + " t10k-labels (test labels), train-images (training images), train-labels.gz (not used)");
    }

    @Test
    void emptyFoldersAreRefused() {
        refuses("%s must hold one IDX file of training images, holds none; found: nothing");
    }

    @Test
    void messagesStayShortInFullFolders() {
        for (int i = 10; i < 50; i++) {
            write("file" + i, new byte[] {1});
        }

        assertThatThrownBy(() -> new ImageFolder(folder, false).load())
                .hasMessageContaining("file10 (not used), ")
                .hasMessageEndingWith("file29 (not used) and 20 more");
    }

    @Test
    void twoFilesForOnePartAreRefused() {
        writeSet("");
        write("t10k-images.gz", IdxBytes.images(2, 4, 2));

        refuses("%s must hold one IDX file of test images, holds 2 of different content;"
                + " keep one of t10k-images (test images), t10k-images.gz (test images)");
    }

    @Test
    void equalContentIsAccepted() {
        writeSet("");
        write("t10k-images.gz", IdxBytes.images(2, 2, 4));

        assertThat(new ImageFolder(folder, false).load().test().size()).isEqualTo(2);
    }

    /** Kaggle keeps every file in a folder of the same name, torchvision keeps all files in MNIST/raw. */
    @ParameterizedTest
    @ValueSource(strings = {"%1$s/%1$s", "MNIST/raw/%1$s"})
    void filesAreFoundInFolders(String place) throws IOException {
        for (String name : List.of("train-images", "train-labels", "t10k-images", "t10k-labels")) {
            Path file = folder.resolve(String.format(Locale.ROOT, place, name));
            Files.createDirectories(file.getParent());
            byte[] images = IdxBytes.images(2, 2, 4);
            Files.write(file, name.endsWith("images") ? images : IdxBytes.labels(0, 9));
        }

        assertThat(new ImageFolder(folder, false).load().description())
                .isEqualTo("letters: 2 training and 2 test images of 2 x 4 pixels in 2 classes");
    }

    @Test
    void imagesOfZeroAndOneAreTakenAsTheyAre() {
        writeSet("");
        write("train-images", IdxBytes.of(new int[] {3, 2, 1}, 0, 1, 1, 1, 0, 0));
        write("t10k-images", IdxBytes.of(new int[] {2, 2, 1}, 0, 1, 1, 1));

        assertThat(new ImageFolder(folder, false).load().train().images().toFloatMatrix())
                .isDeepEqualTo(new float[][] {{0, 1}, {1, 1}, {0, 0}});
    }

    @Test
    void whatIsNoFolderIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageFolder(folder.resolve("none"), false).load())
                .withMessage("data must be a folder, was %s", folder.resolve("none"));
    }

    @Test
    void trainingAndTestImagesOfDifferentSizeAreRefused() {
        writeSet("");
        write("t10k-images", IdxBytes.images(2, 4, 2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageFolder(folder, false).load())
                .withMessage("test images must be 2 x 4 like the training images, was 4 x 2");
    }

    @Test
    void numbersOfImagesAndLabelsMustAgree() {
        writeSet("");
        write("t10k-labels", IdxBytes.labels(0, 0, 0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageFolder(folder, false).load())
                .withMessage("t10k-labels must hold one label per image of t10k-images (2), was 3");
    }

    @Test
    void testLabelsThatTrainingNeverShowedAreRefused() {
        writeSet("");
        write("t10k-labels", IdxBytes.labels(9, 8));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageFolder(folder, false).load())
                .withMessage("t10k-labels must hold only labels of the training set [0, 9], was 8 at 1");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        writeSet("");
        byte[] whole = Files.readAllBytes(folder.resolve("train-images"));
        Files.write(folder.resolve("train-images"), java.util.Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> new ImageFolder(folder, false).load())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("train-images: must hold 24 bytes for shape [3, 2, 4], was at most 23");
    }

    private void refuses(String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageFolder(folder, false).load())
                .withMessage(message, folder);
    }

    private void writeSet(String prefix) {
        write(prefix + "train-images", IdxBytes.images(3, 2, 4));
        write(prefix + "train-labels", IdxBytes.labels(0, 9, 0));
        write(prefix + "t10k-images", IdxBytes.images(2, 2, 4));
        write(prefix + "t10k-labels", IdxBytes.labels(9, 9));
    }

    private void write(String name, byte[] plain) {
        IdxBytes.write(folder, name, plain);
    }
}
