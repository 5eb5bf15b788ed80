using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;

namespace Virtuos.Mailroom;

/// <param name="Archive">A ZIP.</param>
/// <param name="Channel"><c>media</c>, or how else it came.</param>
internal sealed record ImportArchiveInput(Guid Office, string Channel, Stream? Archive);

/// <param name="Files">In the archive, without its list; always new and known together.</param>
/// <param name="Refused">Of the new ones those that could not be taken out; they are set aside with the reason.</param>
internal sealed record ImportedArchive(string Archive, int Files, int New, int Known, IReadOnlyList<RefusedFile> Refused);

internal sealed record RefusedFile(string Name, string Reason);

/// <summary>
/// Every file of an archive becomes one message: as many come out as went in. After a fall the same archive is offered again, and what was
/// taken before is known by the archive's hash and its place in it.
/// </summary>
internal sealed class ImportArchive(Caller caller, IServiceScopeFactory scopes, IBlobStore blobs, PartCheck contents, TimeProvider clock) : UseCase<ImportArchiveInput, ImportedArchive>(caller, MailroomPermissions.Receive)
{
    public const string Field = "Archive";
    public static readonly string[] Channels = ["media", "counter", "directory", "e-mail", "data-box"];
    private const int Abreast = 4, HeldInMemory = 4 * 1024 * 1024;

    protected override async Task<Result<ImportedArchive>> Do(ImportArchiveInput input, CancellationToken cancel)
    {
        if (input.Archive is not { Length: > 0 } offered || !Channels.Contains(input.Channel)) return Refusal.Invalid(Field, "mailroom.import.no-zip");
        var whole = await blobs.Stage(offered, long.MaxValue, cancel);
        await using var archive = await contents.Open(whole.Hash.ToString(), cancel);
        ZipArchive zip;
        ArrivalList list;
        List<ZipArchiveEntry> entries;
        try
        {
            zip = new(archive, ZipArchiveMode.Read, leaveOpen: true);
            entries = [.. zip.Entries.Where(e => !e.FullName.EndsWith('/'))];
            var named = entries.Find(e => e.FullName is ArrivalList.Csv or ArrivalList.Xml);
            await using var said = named?.Open();
            list = ArrivalList.Read(named?.Name ?? "", said);
            if (named is not null) entries.Remove(named);
        }
        catch (InvalidDataException)
        {
            return Refusal.Invalid(Field, "mailroom.import.no-zip");
        }
        using (zip)
        {
            var original = new FiledPart(whole.Hash.ToString(), "archiv.zip", "application/zip", whole.Size);
            using var reading = new SemaphoreSlim(1);
            var (known, now) = (0, clock.GetUtcNow());
            var refused = new System.Collections.Concurrent.ConcurrentBag<RefusedFile>();
            await Parallel.ForAsync(0, entries.Count, new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancel }, async (at, stop) =>
            {
                var (part, reason) = await Take(entries[at], reading, stop);
                var about = list[entries[at].FullName];
                var name = entries[at].Name.Length > 0 ? entries[at].Name : "soubor";
                var received = await Receive(new(input.Office, input.Channel, $"{whole.Hash.Hex}/{at + 1}", null, about.Sender, about.Address, about.Email, about.Subject ?? Path.GetFileNameWithoutExtension(name), null, now,
                    reason is null ? null : original, part is null ? [] : [new(part, "main")], about.Number, null, reason), stop);
                if (!received.First) Interlocked.Increment(ref known);
                if (reason is not null) refused.Add(new(entries[at].FullName, reason));
            });
            return new ImportedArchive(whole.Hash.ToString(), entries.Count, entries.Count - known, known, [.. refused.OrderBy(r => r.Name, StringComparer.Ordinal)]);
        }
    }

    // An archive is read by one at a time; what came out of it is stored by several.
    private async Task<(FiledPart? Part, string? Reason)> Take(ZipArchiveEntry entry, SemaphoreSlim reading, CancellationToken cancel)
    {
        var most = (long)AcceptedFormats.On(Prague.Day(clock.GetUtcNow())).PartMegabytes << 20;
        if (entry.Length > most) return (null, "too-large");
        await using Stream held = entry.Length <= HeldInMemory ? new MemoryStream() : contents.Spool();
        await reading.WaitAsync(cancel);
        try
        {
            await using var content = entry.Open();
            await content.CopyToAsync(held, cancel);
        }
        catch (InvalidDataException)
        {
            return (null, "damaged");
        }
        finally
        {
            reading.Release();
        }
        held.Position = 0;
        var staged = await blobs.Stage(held, most, cancel);
        return (new(staged.Hash.ToString(), entry.Name, "application/octet-stream", staged.Size), null);
    }

    // Each message is a transaction of its own: what is counted is stored.
    private async Task<ReceivedMessage> Receive(Arrival arrival, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var own = scope.ServiceProvider.GetRequiredService<Caller>();
        own.BecomeLike(Caller);
        own.TurnTo(arrival.Office);
        return (await scope.ServiceProvider.GetRequiredService<ReceiveMessage>().Run(arrival, cancel)).Value;
    }
}
