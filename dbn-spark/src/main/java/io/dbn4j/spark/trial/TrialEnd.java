package io.dbn4j.spark.trial;

import java.io.Serializable;

/**
 * The result that an executor returns.
 *
 * @param failure reason of a failure; empty if the run is done
 * @param folder {@link FolderBytes} of the run
 */
@SuppressWarnings("ArrayRecordComponent") // The record is sent and never compared.
record TrialEnd(String failure, byte[] folder) implements Serializable {}
