// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.stubbing.Answer;
import org.savevm4j.harness.transport.Link;
import org.savevm4j.harness.transport.MigrationUri;
import org.savevm4j.harness.transport.TransportException;

/** Which side is told to have left when both leave at about the same time. */
@Timeout(30)
class AnswerPumpTest {

  private static final byte[] ACCEPTED = {0, 1, 0, 4, 0, 0, 0, 0};

  @TempDir private Path folder;
  private final Link destination = mock(Link.class);
  private final Link source = mock(Link.class);
  private TransportException gone;

  @BeforeEach
  void breakALink() throws Exception {
    MigrationUri nobody = MigrationUri.parse("unix:" + folder.resolve("nobody"));
    gone = assertThrows(TransportException.class, nobody::connect);
  }

  @Test
  void destinationThatBreaksAfterItsAcceptanceHasTheGuest() throws Exception {
    when(destination.read(any())).thenAnswer(putting(ACCEPTED)).thenThrow(gone);
    when(source.write(any())).thenAnswer(takingAll());
    AnswerPump pump = ended();
    assertNull(pump.refusal());
    assertTrue(pump.destinationLeft());
  }

  @Test
  void acceptanceThatTheSourceNeverGotIsAFault() throws Exception {
    when(destination.read(any())).thenAnswer(putting(ACCEPTED)).thenReturn(-1);
    when(source.write(any())).thenThrow(gone);
    AnswerPump pump = ended();
    assertEquals(gone.getMessage(), pump.refusal());
    assertFalse(pump.destinationLeft(), "it is the source that left");
  }

  private AnswerPump ended() throws InterruptedException {
    AnswerPump pump = AnswerPump.start(destination, source);
    pump.await();
    return pump;
  }

  private static Answer<Integer> putting(byte[] bytes) {
    return call -> {
      call.getArgument(0, ByteBuffer.class).put(bytes);
      return bytes.length;
    };
  }

  private static Answer<Integer> takingAll() {
    return call -> {
      ByteBuffer all = call.getArgument(0);
      int count = all.remaining();
      all.position(all.limit());
      return count;
    };
  }
}
