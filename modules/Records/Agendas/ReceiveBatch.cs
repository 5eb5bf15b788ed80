using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>
/// A batch of an agenda system is kept until its turn: batches are worked through in their order without gaps, and one that came before is
/// not kept again.
/// </summary>
internal sealed class ReceiveBatch(Caller caller, RecordsDb db, TimeProvider clock) : UseCase<(int Number, XElement Message), Done>(caller, RecordsPermissions.Interface)
{
    /// <summary>How far ahead of its turn a batch may come.</summary>
    public const int Ahead = 1000;

    public const int MostEvents = 10_000;

    protected override async Task<Result<Done>> Do((int Number, XElement Message) input, CancellationToken cancel)
    {
        var (office, system) = (Caller.Office!.Value, Caller.Person!.Value);
        var last = await db.AgendaSystems.Where(s => s.Id == system).Select(s => s.Received).FirstAsync(cancel);
        if (input.Number > last + Ahead) return Refusal.Invalid(null, "records.erms.too-far", ("number", input.Number), ("last", last));
        if ((input.Message.Part("Udalosti")?.Elements().Count() ?? 0) > MostEvents) return Refusal.Invalid(null, "records.erms.too-many", ("count", MostEvents));
        var (digest, body, blobs) = (Erms.Digest(input.Message), ErmsStore.Keep(input.Message), Erms.Blobs(input.Message));
        await db.Database.ExecuteSqlAsync($"""
            insert into records.erms_batch (office, system, number, digest, body, blobs, received_at) values ({office}, {system}, {input.Number}, {digest}, {body}, {blobs}, {clock.GetUtcNow()})
            on conflict do nothing
            """, cancel);
        var kept = await db.ErmsBatches.AsNoTracking().Where(b => b.System == system && b.Number == input.Number).Select(b => b.Digest).FirstAsync(cancel);
        return kept == digest ? new Done() : Refusal.Conflict("records.erms.other-batch", ("number", input.Number));
    }
}
