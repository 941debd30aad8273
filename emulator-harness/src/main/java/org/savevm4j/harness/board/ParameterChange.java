// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.util.Map;
import org.savevm4j.harness.savevm.MigrationParameters;
import org.savevm4j.harness.savevm.TlsParameters;

/** Some parameters of migrations with new values; all others stay as they are. */
public record ParameterChange(
    Map<MigrationParameter, Long> numbers,
    Map<SwitchParameter, Boolean> switches,
    Map<TextParameter, String> texts) {

  public ParameterChange {
    numbers = Map.copyOf(numbers);
    switches = Map.copyOf(switches);
    texts = Map.copyOf(texts);
  }

  public static ParameterChange of(MigrationParameter parameter, long value) {
    return new ParameterChange(Map.of(parameter, value), Map.of(), Map.of());
  }

  public static ParameterChange of(SwitchParameter parameter, boolean value) {
    return new ParameterChange(Map.of(), Map.of(parameter, value), Map.of());
  }

  public static ParameterChange of(TextParameter parameter, String value) {
    return new ParameterChange(Map.of(), Map.of(), Map.of(parameter, value));
  }

  /**
   * What {@code old} becomes.
   *
   * @throws IllegalArgumentException if a value is out of its bounds
   */
  MigrationParameters applyTo(MigrationParameters old) {
    return MigrationParameter.change(old, numbers)
        .withTailslow(
            switches.getOrDefault(SwitchParameter.CPU_THROTTLE_TAILSLOW, old.throttle().tailslow()))
        .with(
            new TlsParameters(
                texts.getOrDefault(TextParameter.TLS_CREDS, old.tls().creds()),
                texts.getOrDefault(TextParameter.TLS_HOSTNAME, old.tls().hostname())));
  }
}
