package io.dbn4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.random.Seed;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class IdxRecordReaderTest {

    @TempDir
    private Path folder;

    private Path images;
    private Path labels;
    private ImageSet set;

    @BeforeEach
    void writeSevenImages() {
        images = IdxBytes.write(folder, "train-images.gz", IdxBytes.images(7, 3, 5));
        labels = IdxBytes.write(folder, "train-labels", IdxBytes.labels(1, 2, 5, 1, 2, 5, 5));
        set = ImageSet.of(Idx.read(images), Idx.read(labels), List.of("1", "2", "5"));
    }

    @Test
    void iteratorGivesTheImagesOfTheFileInEveryEpoch() {
        DataSetIterator iterator = iterator(reader(images, labels));

        DataSet first = epoch(iterator);
        iterator.reset();
        DataSet second = epoch(iterator);

        assertThat(first.getFeatures()).isEqualTo(set.images());
        assertThat(first.getLabels()).isEqualTo(set.oneHot());
        assertThat(second.getFeatures()).isEqualTo(first.getFeatures());
        assertThat(second.getLabels()).isEqualTo(first.getLabels());
    }

    @Test
    void lastBatchHoldsWhatIsLeft() {
        DataSetIterator iterator = iterator(reader(images, labels));
        List<Integer> sizes = new ArrayList<>();

        iterator.forEachRemaining(batch -> sizes.add(batch.numExamples()));

        assertThat(sizes).containsExactly(3, 3, 1);
    }

    @Test
    void resetOfTheReaderIsSeenByANewIterator() {
        IdxRecordReader reader = reader(images, labels);
        reader.next(5);

        reader.reset();

        assertThat(epoch(iterator(reader)).getFeatures()).isEqualTo(set.images());
    }

    @Test
    void orderOfTheFilesDoesNotMatter() {
        assertThat(epoch(iterator(reader(labels, images))).getFeatures()).isEqualTo(set.images());
    }

    @Test
    void batchesAreCopiesThatAPreProcessorMayModify() {
        IdxRecordReader reader = reader(images, labels);

        ((NDArrayWritable) reader.next(7).get(0).get(0)).get().addi(1);
        reader.reset();

        assertThat(epoch(iterator(reader)).getFeatures()).isEqualTo(set.images());
    }

    @Test
    void singleRecordsAreTheRowsOfABatch() {
        IdxRecordReader reader = reader(images, labels);
        reader.next(4);

        List<Writable> record = reader.next();

        assertThat(((NDArrayWritable) record.get(0)).get())
                .isEqualTo(set.images().getRow(4, true));
        assertThat(record.get(1).toInt()).isEqualTo(1);
        assertThat(reader.hasNext()).isTrue();
        reader.next(100);
        assertThat(reader.hasNext()).isFalse();
        assertThatThrownBy(reader::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("all 7 records were read; call reset");
    }

    @Test
    void recordsCanBeLoadedAgainFromTheirMetaData() {
        IdxRecordReader reader = reader(images, labels);
        reader.next(2);
        Record third = reader.nextRecord();

        Record again = reader.loadFromMetaData(List.of(third.getMetaData())).get(0);

        assertThat(again.getRecord()).isEqualTo(third.getRecord());
        assertThat(again.getRecord().get(1).toInt()).isEqualTo(2);
    }

    @Test
    void iteratorThatCollectsMetaDataGivesTheSameImages() {
        var iterator = new RecordReaderDataSetIterator.Builder(reader(images, labels), 3)
                .classification(1, 3)
                .collectMetaData(true)
                .build();

        DataSet all = epoch(iterator);

        assertThat(all.getFeatures()).isEqualTo(set.images());
        assertThat(all.getLabels()).isEqualTo(set.oneHot());
    }

    @Test
    void testReaderTakesTheClassesOfTheTrainingReader() {
        Path testImages = IdxBytes.write(folder, "t10k-images", IdxBytes.images(2, 3, 5));
        Path testLabels = IdxBytes.write(folder, "t10k-labels", IdxBytes.labels(5, 2));
        IdxRecordReader reader = new IdxRecordReader(reader(images, labels).getLabels());

        reader.initialize(new Configuration(), split(testImages, testLabels));

        assertThat(reader.getLabels()).containsExactly("1", "2", "5");
        assertThat(reader.next().get(1).toInt()).isEqualTo(2);
        assertThat(reader.next().get(1).toInt()).isEqualTo(1);
    }

    @Test
    void binarizedPipelineDrawsAnewInEveryEpoch() {
        RecordReaderDataSetIterator iterator = iterator(reader(images, labels));
        iterator.setPreProcessor(new BinarizingPreProcessor(Binarization.BERNOULLI, new Seed(1).stream("binarize")));

        INDArray first = epoch(iterator).getFeatures();
        iterator.reset();
        INDArray second = epoch(iterator).getFeatures();

        assertThat(first.ravel().toFloatVector()).containsOnly(0, 1);
        assertThat(second.ravel().toFloatVector()).containsOnly(0, 1);
        // 2^-50 at most if the draws are independent: most pixels have a probability near one half.
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void otherNumbersOfFilesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader(images))
                .withMessage("split must hold one file of images and one of labels, was [%s]", images.toUri());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader(images, images))
                .withMessage("train-images.gz must have 1 dimension, was [7, 3, 5]");
    }

    @Test
    void readingBeforeInitializationIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new IdxRecordReader().hasNext())
                .withMessage("initialize must be called before records are read");
    }

    private static IdxRecordReader reader(Path... files) {
        IdxRecordReader reader = new IdxRecordReader();
        reader.initialize(split(files));
        return reader;
    }

    private static InputSplit split(Path... files) {
        return new CollectionInputSplit(Stream.of(files).map(Path::toUri).toArray(URI[]::new));
    }

    private static RecordReaderDataSetIterator iterator(IdxRecordReader reader) {
        return new RecordReaderDataSetIterator.Builder(reader, 3)
                .classification(1, reader.getLabels().size())
                .build();
    }

    private static DataSet epoch(DataSetIterator iterator) {
        List<DataSet> batches = new ArrayList<>();
        iterator.forEachRemaining(batches::add);
        return DataSet.merge(batches);
    }
}
