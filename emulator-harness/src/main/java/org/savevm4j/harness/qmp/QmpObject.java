// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.qmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object of some members, and of more that follow from the value of one of them.
 *
 * @param tag the member, a {@link QmpType.Word}, that says which case it is; null if there are none
 * @param cases by the tag's value, each of its words; the members that an object has in that case
 */
record QmpObject(List<QmpMember> members, @Nullable String tag, Map<String, QmpObject> cases)
    implements QmpType {

  static final QmpObject EMPTY = of();

  QmpObject {
    members = List.copyOf(members);
    cases = Map.copyOf(cases);
  }

  static QmpObject of(QmpMember... members) {
    return of(List.of(members));
  }

  static QmpObject of(List<QmpMember> members) {
    return new QmpObject(members, null, Map.of());
  }

  /** An object whose first member tells the case. */
  static QmpObject tagged(String tag, Map<String, QmpObject> cases, QmpMember... others) {
    List<QmpMember> members = new ArrayList<>();
    members.add(
        QmpMember.required(tag, new QmpType.Word(cases.keySet().stream().sorted().toList())));
    members.addAll(List.of(others));
    return new QmpObject(members, tag, cases);
  }

  /**
   * Checks that all that is needed is there, right in its value, and nothing else.
   *
   * @throws QmpException naming the first that is wrong
   */
  void check(ObjectNode object) throws QmpException {
    List<QmpMember> known = new ArrayList<>();
    checkMembers(object, known);
    for (String name : object.propertyNames()) {
      if (known.stream().noneMatch(member -> member.name().equals(name))) {
        throw new QmpException("Parameter '" + name + "' is unknown; " + choice(known));
      }
    }
  }

  @Override
  public void check(String name, JsonNode value) throws QmpException {
    checkFits(name, value);
    check((ObjectNode) value);
  }

  @Override
  public boolean fits(JsonNode value) {
    return value.isObject();
  }

  @Override
  public String words() {
    return "an object";
  }

  /** Adds to {@code known} what members the object may have. */
  private void checkMembers(ObjectNode object, List<QmpMember> known) throws QmpException {
    for (QmpMember member : members) {
      member.check(object);
    }
    known.addAll(members);
    QmpObject more = tag == null ? null : cases.get(object.path(tag).stringValue());
    if (more != null) {
      more.checkMembers(object, known);
    }
  }

  private static String choice(List<QmpMember> known) {
    return known.isEmpty()
        ? "there are none here"
        : known.stream().map(QmpMember::name).collect(Collectors.joining(", ")) + " are known";
  }
}
