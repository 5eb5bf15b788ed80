namespace Virtuos.Records.Packages;

/// <summary>The structural map: every entity once, of its kind, under the entity above it, bound to its log (rule obs54; annex 2, points 1.17 and 1.18).</summary>
internal static class MapRules
{
    public static readonly Checks Checks = new() { ["obs54"] = sip => new Map(sip).Faults() };

    private sealed class Map
    {
        private readonly Sip sip;
        private readonly Dictionary<string, List<Entity>> byId;
        private readonly Dictionary<Entity, Entity> first = [];
        private readonly Dictionary<Entity, List<Node>> divs = [];
        private readonly Dictionary<string, Node> logs = new(StringComparer.Ordinal);
        private readonly Dictionary<Identity, int> logged = [];

        public Map(Sip sip)
        {
            this.sip = sip;
            byId = sip.Entities.Where(e => e.Id is not null).GroupBy(e => e.Id!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
            // Fixed cross-references bring groups and plans several times; each of them is still one entity.
            Dictionary<(EntityKind, Identity), Entity> shared = [];
            foreach (var entity in sip.Entities)
                first[entity] = sip.FixedLinks.Count > 0 && entity.Kind.Orders && entity.Identities is [var identity, ..]
                    ? shared.TryGetValue((entity.Kind, identity), out var known) ? known : shared[(entity.Kind, identity)] = entity
                    : entity;
            foreach (var section in sip.Tree.All("mets:amdSec"))
            {
                if (section["ID"] is { } id) logs.TryAdd(id, section);
                if (Logged(section) is { } identity) logged[identity] = logged.GetValueOrDefault(identity) + 1;
            }
        }

        public IEnumerable<Fault> Faults()
        {
            List<Fault> faults = [.. sip.Tree.All("mets:div").SelectMany(Div)];
            faults.AddRange(Entities());
            faults.AddRange(Logs());
            return faults;
        }

        /// <summary>Does a part of the map name an entity, tell its kind, stand under the right one and lead to its log?</summary>
        private IEnumerable<Fault> Div(Node div)
        {
            if (EntityOf(div) is not { } entity)
            {
                yield return div["DMDID"] is { } id ? div.Faulty("unknown-entity", ("id", id)) : div.Lacks("DMDID");
                yield break;
            }
            if (!divs.TryGetValue(first[entity], out var list)) divs.Add(first[entity], list = []);
            list.Add(div);
            if (div["TYPE"] != entity.Kind.Type) yield return div.Differs("TYPE", div["TYPE"], entity.Kind.Type);
            var (above, expected) = (EntityOf(div.Parent), entity.Parent);
            if (expected is null ? div.Parent.Is("mets:div") : above is null || first[above] != first[expected])
                yield return div.Faulty("wrong-parent", ("found", above?.Id ?? div.Parent.Name), ("expected", expected?.Id ?? "mets:structMap"));
            if (div["ADMID"] is not { } log) yield return div.Lacks("ADMID");
            else if (!logs.TryGetValue(log.Trim(), out var section)) yield return div.Faulty("unknown-log", ("id", log));
            else if (Logged(section) is not { } identity || !entity.Identities.Contains(identity))
                yield return section.Faulty("log-of-other", ("found", Logged(section)?.ToString() ?? "-"), ("expected", string.Join(", ", entity.Identities)));
        }

        private IEnumerable<Fault> Entities()
        {
            foreach (var entity in sip.Entities.Where(e => first[e] == e))
            {
                var places = divs.GetValueOrDefault(entity)?.Count ?? 0;
                if (places != 1) yield return entity.Node.Times("mets:div", places, "1");
                if (entity.Parent is null && entity.Kind != EntityKind.Plan) yield return entity.Node.Lacks("nsesss:SpisovyPlan");
                if (entity.Identities.Count > 0 && !entity.Identities.Any(logged.ContainsKey)) yield return entity.Node.Faulty("no-log", ("id", entity.Identities[0].ToString()));
            }
            foreach (var repeated in sip.Entities.Where(e => first[e] == e && e.Kind != EntityKind.Component && e.Identities.Count > 0).GroupBy(e => (e.Kind, e.Identities[0])).Where(g => g.Count() > 1))
                foreach (var again in repeated.Skip(1)) yield return again.Node.Faulty("entity-again", ("id", repeated.Key.Item2.ToString()));
        }

        /// <summary>Does each log belong to an entity, and each entity have one log only?</summary>
        private IEnumerable<Fault> Logs()
        {
            Dictionary<Identity, int> owners = [];
            foreach (var identity in sip.Entities.Where(e => first[e] == e).SelectMany(e => e.Identities)) owners[identity] = owners.GetValueOrDefault(identity) + 1;
            foreach (var section in sip.Tree.All("mets:amdSec"))
            {
                if (Logged(section) is not { } identity) yield return section.Lacks("tp:Objekt/tp:Identifikator");
                else if (!owners.TryGetValue(identity, out var count)) yield return section.Faulty("log-without-entity", ("id", identity.ToString()));
                else if (logged[identity] > count) yield return section.Faulty("log-again", ("id", identity.ToString()));
            }
        }

        private Entity? EntityOf(Node div) => div.Is("mets:div") && div["DMDID"] is { } id && byId.TryGetValue(id.Trim(), out var found) ? found[0] : null;

        private static Identity? Logged(Node section)
        {
            var identifier = section.At("mets:digiprovMD/mets:mdWrap/mets:xmlData/tp:TransakcniLogObjektu/tp:TransLogInfo/tp:Objekt/tp:Identifikator");
            return identifier.Exists ? new(identifier.First("tp:HodnotaID").Value, identifier.First("tp:ZdrojID").Value) : null;
        }
    }
}
