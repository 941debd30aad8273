// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.backend.ChannelBackend;
import org.savevm4j.backend.HtabBackend;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.harness.guest.GuestCheckResult;
import org.savevm4j.harness.savevm.Acknowledgement;
import org.savevm4j.harness.savevm.DeviceSections;
import org.savevm4j.harness.savevm.LoadException;
import org.savevm4j.harness.savevm.LoadListener;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.MigrationPhase;
import org.savevm4j.harness.savevm.OpenSection;
import org.savevm4j.harness.savevm.Precopy;
import org.savevm4j.harness.savevm.PrecopyListener;
import org.savevm4j.harness.savevm.RunControl;
import org.savevm4j.harness.savevm.SectionRegistry;
import org.savevm4j.harness.savevm.Services;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.stream.StateInput;
import org.savevm4j.stream.StateOutput;

/** A read of the HTAB channel fails in the midst of a migration. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailingChannelTest {

  private static final String HTAB = "spapr/htab";

  @Test
  void failsTheMigrationWithItsOwnTextAndTheGuestRunsOn() throws Exception {
    try (Board board = new Board(StubOptions.booting())) {
      board.boot();
      board.machine().cont();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Precopy precopy =
          new Precopy(
              new StateOutput(Channels.newChannel(bytes)),
              Configuration.of("pseries-10.0"),
              withFailingChannel(board),
              mock(RunControl.class),
              () -> MigrationParameters.DEFAULT,
              mock(Acknowledgement.class),
              false,
              false,
              mock(PrecopyListener.class));
      precopy.run();

      assertEquals(MigrationPhase.FAILED, precopy.figures().phase());
      String error = String.valueOf(precopy.figures().error());
      assertTrue(
          error.matches("while sending spapr/htab at offset [0-9]+: Input/output error"), error);
      assertTrue(board.machine().isRunning());
      board.machine().stop();
      GuestCheckResult check = board.checkGuest();
      assertEquals(0, check.mismatches(), check::toString);
      assertWellFormedToItsEnd(bytes.toByteArray());
    }
  }

  /** Two reads that work, and one that does not. */
  private static List<OpenSection> withFailingChannel(Board board) throws IOException {
    HtabHost real = BoardChannels.on(board.machine());
    HtabChannel channel = real.open(0, 0);
    HtabChannel failing = mock(HtabChannel.class, delegatesTo(channel));
    doReturn(0).doThrow(new IOException("Input/output error")).when(failing).read(any());
    HtabHost host = mock(HtabHost.class, delegatesTo(real));
    doReturn(failing).when(host).open(0, 0);
    Services services = new Services(Map.of(HtabBackend.class, new ChannelBackend(host)));
    OpenSection htab = OpenSection.of(SectionRegistry.read().provider(HTAB), services);
    return board.sections().stream()
        .map(section -> section.name().equals(HTAB) ? htab : section)
        .toList();
  }

  /** A receiver finds nothing wrong with the stream but that it is not whole. */
  private static void assertWellFormedToItsEnd(byte[] stream) throws IOException {
    try (Board destination = new Board(StubOptions.incoming("defer"));
        LoadStream load =
            new LoadStream(
                new StateInput(Channels.newChannel(new ByteArrayInputStream(stream))),
                destination.sections(),
                new DeviceSections(destination.sections()),
                mock(LoadListener.class))) {
      LoadException cut = assertThrows(LoadException.class, load::load);
      assertEquals(stream.length, cut.offset());
      assertEquals("the stream ends here, 1 more byte(s) were due", cut.reason());
    }
  }
}
