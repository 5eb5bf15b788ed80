namespace Virtuos.Records;

/// <summary>What may be proposed for disposal (§ 7 to § 11 of act 499/2004): closed, its time is over, and nobody holds it.</summary>
internal sealed class DueFiles(RecordsDb db)
{
    /// <summary>How many years ahead disposal is looked at, this one included.</summary>
    public const int Years = 5;

    /// <summary>
    /// Files whose year has come by the end of the given one, without those that are held, in a procedure or destroyed already. A volume goes as
    /// a whole: one held file holds them all.
    /// </summary>
    public IQueryable<CaseFile> Proposable(int year) => db.Files.Where(f => f.DiscardYear != null && f.DiscardYear <= year
        && !db.DisposalItems.Any(i => i.File == f.Id && i.State != ItemState.LeftOut && i.State != ItemState.Returned) && !db.Holds.Any(h => h.LiftedAt == null
        && (h.File == f.Id || (f.Volume != null && db.Files.Any(o => o.Id == h.File && o.Volume == f.Volume)))));
}
