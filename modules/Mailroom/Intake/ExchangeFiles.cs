using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Language;

namespace Virtuos.Mailroom;

/// <summary>
/// Exchange of files with an older program of an office: it lays files and a note of what they are into <c>in</c>; receipts, numbers and refusals
/// are laid into <c>out</c>. A file without its note, or a note that is not whole, waits.
/// </summary>
internal sealed class ExchangeFiles(IServiceScopeFactory scopes, IDirectory directory, IBlobStore blobs, Installation installation, TimeProvider clock, Texts texts, ILogger<ExchangeFiles> log) : IJob
{
    private const string In = "in", Out = "out", Taken = "prevzato";

    public string Name => "mailroom-exchange";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancel)
    {
        if (installation.Exchange.Folder is not { Length: > 0 } folder) return;
        var root = Path.Combine(installation.Var, folder);
        foreach (var office in await directory.Offices(cancel))
        {
            var place = Path.Combine(root, office.Slug);
            if (!Directory.Exists(Path.Combine(place, In))) continue;
            foreach (var note in Directory.EnumerateFiles(Path.Combine(place, In), "*.xml").Order(StringComparer.Ordinal))
            {
                try
                {
                    await Take(office.Id, place, note, cancel);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException && !cancel.IsCancellationRequested)
                {
                    log.LogWarning("The note {Note} waits: {Reason}", note, e.Message);
                }
            }
            await Answer(office.Id, place, cancel);
        }
    }

    private async Task Take(Guid office, string place, string note, CancellationToken cancel)
    {
        var content = await File.ReadAllBytesAsync(note, cancel);
        if (Read(content) is not { } said || Files(said, note) is not { } files) return;
        List<ArrivedPart> parts = [];
        foreach (var file in files)
        {
            await using var bytes = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            var staged = await blobs.Stage(bytes, (long)AcceptedFormats.On(Prague.Day(clock.GetUtcNow())).PartMegabytes << 20, cancel);
            parts.Add(new(new(staged.Hash.ToString(), Path.GetFileName(file), "application/octet-stream", staged.Size), parts.Count == 0 ? "main" : "enclosure"));
        }
        var kept = await blobs.Stage(new MemoryStream(content), long.MaxValue, cancel);
        var (name, about) = (Path.GetFileNameWithoutExtension(note), ArrivalList.Of(said.Elements().DistinctBy(e => e.Name.LocalName).ToDictionary(e => e.Name.LocalName, e => e.Value, StringComparer.Ordinal)));
        var received = await Within(office, async scope => (await scope.GetRequiredService<ReceiveMessage>().Run(new(office, "directory", $"{name[..Math.Min(name.Length, 200)]}/{kept.Hash.Hex}", null, about.Sender, about.Address, about.Email,
            about.Subject ?? name, null, clock.GetUtcNow(), new FiledPart(kept.Hash.ToString(), Path.GetFileName(note), "application/xml", kept.Size), parts, about.Number), cancel)).Value);
        await Lay(place, name, "prijato", new XElement("prijato", new XAttribute("zprava", received.Message), new XAttribute("kod", received.TrackingCode), new XAttribute("cas", clock.GetUtcNow().ToString("O")),
            parts.Select(p => new XElement("soubor", new XAttribute("otisk", p.Part.Blob), p.Part.Name))), cancel);
        // Only what has its receipt leaves the folder; after a fall in between it is taken again and is the same message.
        var done = Directory.CreateDirectory(Path.Combine(place, Taken)).FullName;
        foreach (var file in files.Append(note)) File.Move(file, Path.Combine(done, Path.GetFileName(file)), overwrite: true);
    }

    // A note that is being written is no XML yet.
    private static XElement? Read(byte[] content)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <returns>Null while some of them are not there, or not as the note says.</returns>
    private static List<string>? Files(XElement said, string note)
    {
        var folder = Path.GetDirectoryName(note)!;
        var named = said.Elements("soubor").ToList();
        if (named.Count == 0) return File.Exists(note[..^".xml".Length]) ? [note[..^".xml".Length]] : null;
        List<string> files = [];
        foreach (var one in named)
        {
            var file = Path.Combine(folder, Path.GetFileName(one.Value.Trim()));
            if (!File.Exists(file)) return null;
            using var content = File.OpenRead(file);
            if (one.Attribute("sha256")?.Value is { } hash && !string.Equals(hash, Convert.ToHexString(SHA256.HashData(content)), StringComparison.OrdinalIgnoreCase)) return null;
            files.Add(file);
        }
        return files;
    }

    private Task Answer(Guid office, string place, CancellationToken cancel) => Within(office, async scope =>
    {
        var db = scope.GetRequiredService<MailroomDb>();
        var ended = await db.Incoming.Where(m => m.Office == office && m.Channel == "directory" && m.EndedAt != null && m.ToldAt == null).OrderBy(m => m.Id).Take(500).ToListAsync(cancel);
        foreach (var message in ended)
        {
            var name = message.ExternalId[..message.ExternalId.LastIndexOf('/')];
            if (message.State == IncomingState.Registered) await Lay(place, name, "cislo", new XElement("zaevidovano", new XAttribute("zprava", message.Id), new XAttribute("cas", message.RegisteredAt!.Value.ToString("O")), new XElement("cislo", message.ReferenceNumber)), cancel);
            else if (message.Reason is { } reason) await Lay(place, name, "odmitnuto", new XElement("odmitnuto", new XAttribute("zprava", message.Id), new XAttribute("kod", reason), new XElement("duvod", texts.In("cs")[$"mailroom.reason.{reason}"]), new XElement("slovy", message.Said)), cancel);
            message.ToldAt = clock.GetUtcNow();
            await db.SaveChangesAsync(cancel);
        }
        return ended.Count;
    });

    // Whoever reads the folder sees a whole file or none.
    private static async Task Lay(string place, string name, string kind, XElement content, CancellationToken cancel)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(place, Out)).FullName, $"{name}.{kind}.xml");
        await using (var stream = new FileStream(file + ".part", FileMode.Create, FileAccess.Write))
        {
            await new XDocument(content).SaveAsync(stream, SaveOptions.None, cancel);
            stream.Flush(flushToDisk: true);
        }
        File.Move(file + ".part", file, overwrite: true);
    }

    private async Task<T> Within<T>(Guid office, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office, nameof(ExchangeFiles));
        return await act(scope.ServiceProvider);
    }
}
