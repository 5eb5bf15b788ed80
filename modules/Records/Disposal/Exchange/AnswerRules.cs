namespace Virtuos.Records;

/// <summary>What a procedure looks like when a list of the archive comes.</summary>
/// <param name="Parcels">All that were made for its items.</param>
internal sealed record AnsweredProcedure(DisposalProcedure Procedure, IReadOnlyList<DisposalItem> Items, IReadOnlyList<DisposalParcel> Parcels);

/// <summary>Judges a list of the archive against its procedure: it is taken as a whole or not at all.</summary>
internal static class AnswerRules
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromHours(1);

    public static IReadOnlyList<ListFault> Faults(ArchiveList list, AnsweredProcedure answered, DateTimeOffset now)
    {
        var procedure = answered.Procedure;
        List<ListFault> faults = [];
        if (list.Procedure != $"{procedure.Id}") faults.Add(new("records.answer.other-procedure", What: list.Procedure ?? "–"));
        if (procedure.State is ProcedureState.Draft or ProcedureState.Dropped) return [.. faults, new("records.answer.not-sent")];
        if (list.Archive != procedure.ArchiveCode) faults.Add(new("records.answer.other-archive", What: list.Archive));
        if (list.Originator != procedure.Originator) faults.Add(new("records.answer.other-originator", What: list.Originator));
        if (list.MadeAt > now + ClocksDiffer) faults.Add(new("records.answer.from-future"));
        if (list.MadeAt < procedure.SentAt - ClocksDiffer) faults.Add(new("records.answer.before-proposal"));
        var known = answered.Items.ToLookup(i => new Identity(i.Entity, i.Source));
        foreach (var twice in list.Entities.GroupBy(e => e.Identity).Where(g => g.Select(e => (e.Operation, e.Archive)).Distinct().Count() > 1)) faults.Add(new("records.answer.contradicts-itself", twice.Key.Value));
        foreach (var taken in list.Entities.Where(e => e.Archive is not null).GroupBy(e => e.Archive).Where(g => g.Select(e => e.Identity).Distinct().Count() > 1)) faults.Add(new("records.answer.archive-id-twice", taken.First().Identity.Value, taken.Key!.Value));
        foreach (var entity in list.Entities.DistinctBy(e => e.Identity))
        {
            if (!known.Contains(entity.Identity)) faults.Add(new(entity.Identity.Source == Identity.Ours ? "records.answer.unknown" : "records.answer.not-ours", entity.Identity.Value, entity.Identity.Source));
            else if (Fault(entity, known[entity.Identity].First(), answered) is { } fault) faults.Add(fault);
        }
        return faults;
    }

    /// <summary>What the operation makes of an item.</summary>
    public static ItemState After(string operation) => operation switch
    {
        ArchiveList.Choose => ItemState.ToArchive,
        ArchiveList.Destroy => ItemState.ToDestroy,
        ArchiveList.Show => ItemState.Asked,
        _ => ItemState.Returned,
    };

    /// <summary>The item is already as the entity says.</summary>
    public static bool IsDone(ListedEntity entity, DisposalItem item) => entity.Archive is { } archive
        ? item.ArchiveValue == archive.Value && item.ArchiveSource == archive.Source
        : After(entity.Operation!) == item.State || (entity.Operation == ArchiveList.Choose && item.ArchiveValue is not null) || (entity.Operation == ArchiveList.Destroy && item is { State: ItemState.Destroyed, ArchiveValue: null });

    private static ListFault? Fault(ListedEntity entity, DisposalItem item, AnsweredProcedure answered)
    {
        if (IsDone(entity, item)) return null;
        if (item.State == ItemState.LeftOut) return new("records.answer.left-out", item.FileMark);
        if (item.State is ItemState.Destroyed or ItemState.Returned) return new("records.answer.after-end", item.FileMark, entity.Operation ?? entity.Archive!.Value);
        if (entity.Archive is { } archive)
        {
            if (item.State != ItemState.ToArchive) return new("records.answer.not-chosen", item.FileMark);
            if (!Arrived(answered, item, ParcelKind.HandOver)) return new("records.answer.full-not-sent", item.FileMark);
            return answered.Items.Any(i => i.ArchiveValue == archive.Value && i.ArchiveSource == archive.Source && i.Entity != item.Entity) ? new("records.answer.archive-id-twice", item.FileMark, archive.Value) : null;
        }
        if (item.State is not (ItemState.Proposed or ItemState.Asked)) return new("records.answer.contradicts", item.FileMark, entity.Operation);
        return Arrived(answered, item, ParcelKind.Metadata) ? null : new("records.answer.metadata-not-sent", item.FileMark);
    }

    // Sent, or at least tried: the archive may have it although its word of it was lost.
    private static bool Arrived(AnsweredProcedure answered, DisposalItem item, ParcelKind kind)
    {
        var together = answered.Items.Where(i => i.Entity == item.Entity && i.Source == item.Source).Select(i => i.Id).ToHashSet();
        return answered.Parcels.Any(p => p.Kind == kind && p.Items.Any(together.Contains) && (p.State == ParcelState.Sent || p is { State: ParcelState.Waiting, Attempts: > 0 }));
    }
}
