package io.dbn4j.spark.trial;

import java.io.Serializable;

/**
 * What comes back from an executor.
 *
 * @param failure why the run failed, or an empty text
 * @param folder {@link FolderBytes} of the run
 */
@SuppressWarnings("ArrayRecordComponent") // It is carried and never compared.
record TrialEnd(String failure, byte[] folder) implements Serializable {}
