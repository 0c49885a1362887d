package io.dbn4j.core.data;

import io.dbn4j.core.Check;
import java.io.DataInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A DataVec reader of a pair of IDX files, images and labels.
 *
 * <pre>{@code
 * IdxRecordReader reader = new IdxRecordReader();
 * reader.initialize(new CollectionInputSplit(List.of(images.toUri(), labels.toUri())));
 * var batches = new RecordReaderDataSetIterator.Builder(reader, 100)
 *         .classification(1, reader.getLabels().size())
 *         .build();
 * }</pre>
 *
 * <p>A record is an image, FLOAT {@code [1, pixels]} in [0, 1] (no {@code ImagePreProcessingScaler} needed), and the
 * index of its class. The split holds one file of each kind, in any order. The iterator's {@code reset()} does not
 * reach the reader before the first {@code next()}: call {@link #reset()} on the reader.
 */
public final class IdxRecordReader extends BaseRecordReader {

    private List<String> classes;
    private @Nullable ImageSet set;
    private URI location = URI.create("");
    private Configuration configuration = new Configuration();
    private int position;

    /** Makes a reader of training files, whose classes are the labels that occur in them. */
    public IdxRecordReader() {
        this(List.of());
    }

    /**
     * Makes a reader with given indices of the classes, such as a reader of test files.
     *
     * @param classes names of the classes, usually {@link #getLabels()} of the reader of the training files
     */
    public IdxRecordReader(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    @Override
    public void initialize(InputSplit split) {
        URI[] locations = split.locations();
        Check.require(
                locations.length == 2,
                "split must hold one file of images and one of labels, was %s",
                Arrays.toString(locations));
        List<Idx> files = Arrays.stream(locations)
                .map(Path::of)
                .map(Idx::read)
                .sorted(Comparator.comparingInt(file -> -file.shape().length))
                .toList();
        Idx labels = files.get(1);
        classes = classes.isEmpty() ? ImageSet.classes(labels) : classes;
        set = ImageSet.of(files.get(0), labels, classes);
        location = locations[0];
        inputSplit = split;
        position = 0;
    }

    @Override
    public void initialize(Configuration conf, InputSplit split) {
        setConf(conf);
        initialize(split);
    }

    @Override
    public boolean batchesSupported() {
        return true;
    }

    /** Reads the next records, at most {@code num}: copies of the images and a FLOAT column of class indices. */
    @Override
    public List<List<Writable>> next(int num) {
        Check.atLeast(1, num, "num");
        requireNext();
        ImageSet batch = set().slice(position, Math.min(position + num, set().size()));
        position += batch.size();
        invokeListeners(batch);
        float[] labels = new float[batch.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = batch.labels()[i];
        }
        // The column is FLOAT, because the iterator reads class indices from FLOAT columns alone.
        INDArray column = Nd4j.create(labels, new long[] {labels.length, 1}, 'c');
        return new NDArrayRecordBatch(List.of(batch.images().dup('c'), column));
    }

    @Override
    public List<Writable> next() {
        requireNext();
        List<Writable> record = record(position++);
        invokeListeners(record);
        return record;
    }

    @Override
    public Record nextRecord() {
        var origin = new RecordMetaDataIndex(position, location, IdxRecordReader.class);
        return new org.datavec.api.records.impl.Record(next(), origin);
    }

    @Override
    public boolean hasNext() {
        return position < set().size();
    }

    @Override
    public List<String> getLabels() {
        return classes;
    }

    @Override
    public void reset() {
        position = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /**
     * Refuses to read, because one stream cannot hold images and labels.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public List<Writable> record(URI uri, DataInputStream stream) {
        throw new UnsupportedOperationException("IDX records come from two files; use initialize");
    }

    @Override
    public Record loadFromMetaData(RecordMetaData origin) {
        Check.require(
                origin instanceof RecordMetaDataIndex,
                "origin must be an index into IDX files, was %s",
                origin.getLocation());
        int index = (int) ((RecordMetaDataIndex) origin).getIndex();
        return new org.datavec.api.records.impl.Record(record(index), origin);
    }

    @Override
    public List<Record> loadFromMetaData(List<RecordMetaData> origins) {
        return origins.stream().map(this::loadFromMetaData).toList();
    }

    @Override
    public void close() {}

    @Override
    public void setConf(Configuration conf) {
        configuration = conf;
    }

    @Override
    public Configuration getConf() {
        return configuration;
    }

    private List<Writable> record(int index) {
        ImageSet one = set().slice(index, index + 1);
        return List.of(new NDArrayWritable(one.images().dup('c')), new IntWritable(one.labels()[0]));
    }

    private ImageSet set() {
        if (set == null) {
            throw new IllegalStateException("initialize must be called before records are read");
        }
        return set;
    }

    private void requireNext() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + set().size() + " records were read; call reset");
        }
    }
}
