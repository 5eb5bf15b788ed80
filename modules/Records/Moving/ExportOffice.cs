using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <param name="Path">The file to write; there must be none.</param>
/// <param name="Target">Code of the system it goes to.</param>
internal sealed record ExportOfficeInput(string Path, string Target = Erms.Code);

/// <param name="Size">In bytes.</param>
internal sealed record ExportedOffice(Guid Move, string Batch, string Office, int Entities, long Size);

/// <summary>
/// Writes all records of an office as one batch of annex 7 of the national standard (act 499/2004, spisová rozluka). People work on meanwhile:
/// everything is read in one snapshot of the database, and what they change afterwards is found when the receipt comes.
/// </summary>
internal sealed class ExportOffice(Caller caller, RecordsDb db, MovingShelf shelf, MovingHindrance hindrance, MovingGuard guard, DrawParties parties, IDirectory directory, IBlobStore blobs, TimeProvider clock)
    : UseCase<ExportOfficeInput, ExportedOffice>(caller, RecordsPermissions.Move)
{
    private const int Flush = 2000, MostTurns = 10_000;

    protected override async Task<Result<ExportedOffice>> Do(ExportOfficeInput input, CancellationToken cancel)
    {
        if (input.Target.Length is 0 or > 10) return Refusal.Invalid(nameof(input.Target), "records.moving.target");
        if (await directory.Office(Caller.Office!.Value, cancel) is not { } office) return Refusal.NotFound();
        if (await hindrance.Find(cancel) is { } hindered) return hindered;
        await guard.SwitchOn(cancel);
        for (var turn = 0; turn < MostTurns && (await db.Ask("select 1 from records.party_pending where office = $1 limit 1", [office.Id], r => 1, cancel)).Count > 0; turn++) await parties.Run(cancel);

        var now = clock.GetUtcNow();
        var head = new BatchHead($"{Guid.CreateVersion7()}", Erms.Code, input.Target, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
        var unfinished = $"{input.Path}.{head.Batch}";
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            await db.Database.ExecuteSqlRawAsync("set constraints all deferred", cancel);
            var move = await Write(unfinished, office, head, cancel);
            db.Add(move);
            await db.SaveChangesAsync(cancel);
            var size = new FileInfo(unfinished).Length;
            File.Move(unfinished, input.Path, overwrite: false);
            await transaction.CommitAsync(cancel);
            return new ExportedOffice(move.Id, head.Batch, office.Name, move.Entities, size);
        }
        catch (MovingException e)
        {
            return e.Refusal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal.Conflict("records.moving.no-file", ("why", e.Message));
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private async Task<OfficeMove> Write(string path, OfficeCard office, BatchHead head, CancellationToken cancel)
    {
        var (id, position, ids) = (Guid.CreateVersion7(), 0, await MovedIds.Of(db, office.Id, cancel));
        using var sum = new BatchSum();
        List<OfficeMoveEntity> waiting = [];
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 * 1024);
        await using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            using var manifest = new ManifestWriter(head, office);
            await foreach (var thing in shelf.Read(office, withLog: true, cancel))
            {
                var (type, folder) = MovedThing.Kinds[thing.Kind];
                var (bytes, digest, name) = (thing.File(head, ++position, ids), thing.Digest(ids), $"{thing.Id}.xml");
                await using (var entry = await zip.CreateEntry($"{folder}/{name}", CompressionLevel.Fastest).OpenAsync(cancel)) await entry.WriteAsync(bytes, cancel);
                if (thing.Kind == MovedKind.Component) await Bytes(zip, folder, thing, cancel);
                manifest.Add(new(position, folder, name, Convert.ToHexStringLower(SHA256.HashData(bytes)), type, thing.Id));
                sum.Add(thing.Kind, thing.Id, digest);
                waiting.Add(new() { Office = office.Id, Move = id, Position = position, Kind = $"{thing.Kind}", Thing = thing.Id, Digest = digest });
                if (waiting.Count >= Flush) await Keep(office.Id, id, waiting, cancel);
            }
            await Keep(office.Id, id, waiting, cancel);
            await using var last = await zip.CreateEntry(Batch.Manifest, CompressionLevel.Fastest).OpenAsync(cancel);
            await manifest.End(last, cancel);
        }
        await file.FlushAsync(cancel);
        file.Flush(flushToDisk: true);
        return new() { Office = office.Id, Id = id, Way = MoveWay.Out, State = MoveState.Exported, Batch = head.Batch, Source = head.Source, Target = head.Target, Entities = position, Content = sum.End(), MadeAt = head.At, MadeByName = Caller.Name };
    }

    private async Task Bytes(ZipArchive zip, string folder, MovedThing thing, CancellationToken cancel)
    {
        var blob = thing.Rows.First(r => r.Table == "component").Text("blob")!;
        await using var from = await blobs.Open(BlobHash.Parse(blob), cancel) ?? throw new MovingException("records.moving.no-bytes", ("name", blob));
        await using var to = await zip.CreateEntry($"{folder}/{MovingProfiles.BytesFolder}/{MovingProfiles.FileName(thing.Key)}", CompressionLevel.NoCompression).OpenAsync(cancel);
        await from.CopyToAsync(to, cancel);
    }

    // The rows are of no use before their move; the constraint is looked at when that comes.
    private async Task Keep(Guid office, Guid move, List<OfficeMoveEntity> entities, CancellationToken cancel)
    {
        var (positions, kinds, things, digests) = (entities.Select(e => e.Position).ToArray(), entities.Select(e => e.Kind).ToArray(), entities.Select(e => e.Thing).ToArray(), entities.Select(e => e.Digest).ToArray());
        await db.Database.ExecuteSqlAsync($"insert into records.office_move_entity (office, move, position, kind, thing, digest) select {office}, {move}, p, k, t, d from unnest({positions}, {kinds}, {things}, {digests}) as e(p, k, t, d)", cancel);
        entities.Clear();
    }
}

/// <summary>What must be ended before an office moves: what others still do with its records.</summary>
internal sealed class MovingHindrance(RecordsDb db)
{
    public async Task<Refusal?> Find(CancellationToken cancel)
    {
        if (await db.Away.AnyAsync(cancel)) return Refusal.Conflict("records.moving.away");
        if (await db.Documents.CountAsync(d => d.ManagedBy != null, cancel) + await db.Files.CountAsync(f => f.ManagedBy != null, cancel) is > 0 and var lent) return Refusal.Conflict("records.moving.lent", ("count", lent));
        if (await db.ErmsBatches.CountAsync(b => b.DoneAt == null, cancel) is > 0 and var batches) return Refusal.Conflict("records.moving.batches", ("count", batches));
        if (await db.ForeignServices.AnyAsync(s => s.IsOn, cancel)) return Refusal.Conflict("records.moving.foreign");
        if (await db.Stampings.CountAsync(s => s.StampedAt == null, cancel) + await db.Series.CountAsync(s => s.State == SeriesState.Making || s.State == SeriesState.Dispatching || s.State == SeriesState.Undoing, cancel)
            + await db.DisposalProcedures.CountAsync(p => p.State == ProcedureState.Draft || p.State == ProcedureState.Proposed, cancel) + await db.Scans.CountAsync(s => s.Document == null, cancel) is > 0 and var begun)
            return Refusal.Conflict("records.moving.begun", ("count", begun));
        return null;
    }
}
