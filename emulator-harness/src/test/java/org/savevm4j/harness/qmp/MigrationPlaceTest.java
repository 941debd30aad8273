// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MigrationPlaceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'transport':'socket','type':'inet','host':'127.0.0.1','port':'4444' | tcp:127.0.0.1:4444",
        "'transport':'socket','type':'inet','host':'::1','port':'4444' | tcp:[::1]:4444",
        "'transport':'socket','type':'inet','host':'127.0.0.1','port':'4','ipv4':true |"
            + " tcp:127.0.0.1:4,ipv4=on",
        "'transport':'socket','type':'inet','host':'::1','port':'4','ipv6':true |"
            + " tcp:[::1]:4,ipv6=on",
        "'transport':'socket','type':'inet','host':'a','port':'4','ipv4':true,'ipv6':true |"
            + " tcp:a:4",
        "'transport':'socket','type':'inet','host':'127.0.0.1','port':'4','ipv6':false |"
            + " tcp:127.0.0.1:4,ipv4=on",
        "'transport':'socket','type':'inet','host':'localhost','port':'4','ipv4':true |"
            + " tcp:localhost:4,ipv4=on",
        "'transport':'socket','type':'inet','host':'a','port':'4','ipv4':false | tcp:a:4,ipv6=on",
        "'transport':'socket','type':'inet','host':'','port':'4','ipv4':true | tcp::4,ipv4=on",
        "'transport':'socket','type':'unix','path':'/tmp/a b' | unix:/tmp/a b",
        "'transport':'file','filename':'/tmp/x' | file:/tmp/x",
        "'transport':'file','filename':'/tmp/x','offset':0 | file:/tmp/x",
        "'transport':'exec','args':['sh','-c','cat > x y'] | exec:\"sh\" \"-c\" \"cat > x y\"",
      })
  void channelIsTheUriThatSaysTheSame(String address, String uri) throws Exception {
    assertEquals(uri.replace('"', '\''), uri(channels(address)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'transport':'rdma' | 'transport' takes exec, file and socket here, not 'rdma'",
        "'type':'inet' | 'transport' is missing",
        "'transport':'socket','type':'vsock' | 'type' takes inet and unix here",
        "'transport':'socket','type':'inet','host':'a' | 'port' is missing",
        "'transport':'socket','type':'inet','host':'a','port':4 | 'port' must be a string",
        "'transport':'socket','type':'inet','host':'a','port':'4','ipv4':1 | 'ipv4' must be a"
            + " boolean",
        "'transport':'socket','type':'inet','host':'a','port':'4','ipv4':false,'ipv6':false |"
            + " cannot both be false",
        "'transport':'socket','type':'unix','path':'a','fly':'b' | 'fly' is unknown",
        "'transport':'file','filename':'x','offset':4096 | 'offset' must be 0",
        "'transport':'exec','args':['sh',5] | 'args[1]' must be a string",
      })
  void wrongChannelIsRefusedNamingWhatIsWrong(String address, String words) {
    refused(channels(address), words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 'uri' or 'channels' is needed",
        "{'uri':'exec:x','channels':[]} | and not both",
        "{'channels':[]} | must have one element",
        "{'channels':[5]} | 'channels[0]' must be an object",
        "{'channels':[{'channel-type':'main'}]} | 'addr' is missing",
        "{'channels':[{'channel-type':'main','addr':5}]} | 'addr' must be an object",
        "{'channels':[{'channel-type':'cpr','addr':{}}]} | 'channel-type' takes main here",
      })
  void argumentsThatSayNoPlaceAreRefused(String arguments, String words) {
    refused(object(arguments), words);
  }

  private static void refused(ObjectNode arguments, String words) {
    QmpException refusal = assertThrows(QmpException.class, () -> uri(arguments));
    assertTrue(refusal.desc().contains(words), refusal.desc());
  }

  /** As the commands do, whose arguments are checked first. */
  private static String uri(ObjectNode arguments) throws QmpException {
    QmpObject.of(MigrationPlace.URI, MigrationPlace.CHANNELS).check(arguments);
    return MigrationPlace.uri(arguments);
  }

  private static ObjectNode channels(String address) {
    return object("{'channels':[{'channel-type':'main','addr':{" + address + "}}]}");
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) JsonStream.MAPPER.readTree(json.replace('\'', '"'));
  }
}
