// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import org.savevm4j.qevm.Command;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmReader;
import org.savevm4j.section.LiveLoader;

/** Hears how a load goes. On the incoming thread. */
public interface LoadListener {

  /** The machine that wrote the stream; throws to refuse it. */
  void configuration(Configuration configuration, long offset) throws IOException;

  /** A START made a loader for its section; throws to refuse it. */
  default void opened(String section, LiveLoader loader) throws IOException {}

  /**
   * A payload was got, whole, and its footer is right.
   *
   * @param bytes of the payload
   */
  default void payload(QevmReader.Item.Section item, long bytes) {}

  /** A command, which begins at that offset; throws to refuse it. */
  void command(Command command, long offset) throws IOException;
}
