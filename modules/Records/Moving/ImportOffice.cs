using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <param name="Path">The container.</param>
internal sealed record ImportOfficeInput(string Path);

/// <param name="Receipt">The PrenosPotvrzeni for the installation that sent it.</param>
internal sealed record ArrivedOffice(string Batch, string Office, int Entities, string Receipt);

/// <summary>
/// Takes the records of an office over from another installation into an empty office, all in one transaction: a register that is there in
/// part would be worse than none. At its end every entity is told again from the tables and must be the one that came, byte by byte.
/// </summary>
internal sealed class ImportOffice(Caller caller, RecordsDb db, MovingShelf shelf, MovingArrival arrival, MovingGuard guard, IDirectory directory, IBlobStore blobs, TimeProvider clock)
    : UseCase<ImportOfficeInput, ArrivedOffice>(caller, RecordsPermissions.Move)
{
    protected override async Task<Result<ArrivedOffice>> Do(ImportOfficeInput input, CancellationToken cancel)
    {
        if (await directory.Office(Caller.Office!.Value, cancel) is not { } office) return Refusal.NotFound();
        try
        {
            using var batch = await Batch.Open(input.Path, cancel);
            if (batch.Originator != office.OrganisationNumber) return Refusal.Conflict("records.moving.originator", ("found", batch.Originator), ("expected", office.OrganisationNumber));
            await guard.SwitchOn(cancel);
            return await Arrive(batch, office, cancel);
        }
        catch (MovingException e)
        {
            return e.Refusal;
        }
        catch (PostgresException e) when (e.SqlState[..2] is "22" or "23")
        {
            return Refusal.Conflict("records.moving.rows", ("name", e.TableName), ("why", e.ConstraintName ?? e.MessageText));
        }
    }

    private async Task<ArrivedOffice> Arrive(Batch batch, OfficeCard office, CancellationToken cancel)
    {
        var (sum, users) = await LookThrough(batch, cancel);
        var (units, officials) = (await directory.Units(office.Id, cancel), await directory.Officials(office.Id, cancel));
        List<(Guid, Guid)> pairs = [];
        Dictionary<Guid, string> unknown = [];
        foreach (var (id, unitCode, email, name) in users)
            if ((unitCode is null ? officials.FirstOrDefault(o => o.Email.Equals(email, StringComparison.OrdinalIgnoreCase))?.Id : units.FirstOrDefault(u => u.Code == unitCode)?.Id) is { } ours) pairs.Add((id, ours));
            else unknown[id] = unitCode is null ? $"{name} ({email})" : $"{name} ({unitCode})";
        var ids = new MovedIds(pairs);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await arrival.BeginEmpty(office.Id, cancel);
        var move = new OfficeMove { Office = office.Id, Way = MoveWay.In, State = MoveState.Arriving, Batch = batch.Head.Batch, Source = batch.Head.Source, Target = batch.Head.Target, Entities = batch.Entries.Count, Content = sum, MadeAt = clock.GetUtcNow(), MadeByName = Caller.Name };
        db.Add(move);
        await db.SaveChangesAsync(cancel);
        await ids.Keep((NpgsqlConnection)db.Database.GetDbConnection(), office.Id, cancel);
        foreach (var entry in batch.Entries)
        {
            var thing = await batch.Read(entry, cancel);
            if (thing.Kind == MovedKind.Component) await Stage(batch, entry, thing, cancel);
            await arrival.Take(office.Id, thing, ids, cancel);
        }
        if (batch.Zip.Unread.FirstOrDefault() is { } extra) throw new MovingException("records.moving.extra", ("name", extra));
        await arrival.End(office.Id, cancel);
        await arrival.CheckPlaces(office, units, unknown, cancel);
        try
        {
            await CheckTold(batch, office, sum, cancel);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or JsonException)
        {
            // Rows that no act of ours could have written.
            throw new MovingException("records.moving.rows", ("name", batch.Head.Batch), ("why", e.Message));
        }
        await arrival.DrawWords(office.Id, cancel);
        var receipt = TransferReceipt.Write(batch.Head, office, batch.Entries[^1], batch.Entries.Count, sum, clock.GetUtcNow());
        move.Arrive(receipt);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new(batch.Head.Batch, office.Name, batch.Entries.Count, receipt);
    }

    // Before anything is locked: every entity is what the manifest says.
    private static async Task<(string Sum, List<(Guid Id, string? UnitCode, string Email, string Name)> Users)> LookThrough(Batch batch, CancellationToken cancel)
    {
        using var sum = new BatchSum();
        List<(Guid, string?, string, string)> users = [];
        foreach (var entry in batch.Entries)
        {
            var thing = await batch.Read(entry, cancel);
            sum.Add(thing.Kind, thing.Id, thing.Digest(MovedIds.None));
            if (thing.Kind == MovedKind.Users) users.AddRange(MovingLists.Read(thing.Told));
        }
        return (sum.End(), users);
    }

    private async Task Stage(Batch batch, BatchEntry entry, MovedThing thing, CancellationToken cancel)
    {
        var name = $"{entry.Folder}/{MovingProfiles.BytesFolder}/{MovingProfiles.FileName(thing.Key)}";
        if (thing.Rows.FirstOrDefault(r => r.Table == "component") is not { } row || !long.TryParse(row.Text("size"), out var size)) throw new MovingException("records.moving.rows", ("name", entry.Path), ("why", "component"));
        await using var content = batch.Zip.Read(name);
        try
        {
            var staged = await blobs.Stage(content, size, cancel);
            if (staged.Hash.ToString() != row.Text("blob") || staged.Size != size) throw new MovingException("records.moving.hash", ("name", name));
        }
        catch (Exception e) when (e is BlobTooLargeException or InvalidDataException)
        {
            throw new MovingException("records.moving.hash", ("name", name));
        }
    }

    private async Task CheckTold(Batch batch, OfficeCard office, string expected, CancellationToken cancel)
    {
        var (ids, at) = (await MovedIds.Of(db, office.Id, cancel), 0);
        using var sum = new BatchSum();
        await foreach (var thing in shelf.Read(office, withLog: true, cancel))
        {
            if (at >= batch.Entries.Count) throw new MovingException("records.moving.differs", ("name", thing.Id));
            var entry = batch.Entries[at++];
            sum.Add(thing.Kind, thing.Id, thing.Digest(ids));
            var same = thing.Kind == entry.Kind && thing.Id == entry.Id && (thing.Kind == MovedKind.Users || Convert.ToHexStringLower(SHA256.HashData(thing.File(batch.Head, at, ids))) == entry.Hash);
            if (!same) throw new MovingException("records.moving.differs", ("name", entry.Path));
        }
        if (at != batch.Entries.Count) throw new MovingException("records.moving.differs", ("name", batch.Entries[at].Path));
        if (sum.End() != expected) throw new MovingException("records.moving.differs", ("name", Batch.Manifest));
    }
}
