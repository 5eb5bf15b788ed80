using AngleSharp.Html.Dom;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Disposal;

/// <summary>The records manager of an office, the mayor who releases, and the portal of the archive as a process of its own.</summary>
internal sealed class DisposalDesk : IAsyncDisposable
{
    private const string Root = "/stul/skartace/rizeni";

    private DisposalDesk(OfficeTown room) => (Room, Desk) = (room, new OwnDesk(room, room.Offices.First));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public OfficeTown Room { get; }

    public OwnDesk Desk { get; }

    public StateArchiveProcess Archive { get; } = new();

    public HttpClient Petra => Desk.Browser("Petra");

    public HttpClient Mayor => Desk.Browser("Starosta");

    /// <param name="wire">Whether the archive has a door, or letters go by hand.</param>
    public static async Task<DisposalDesk> Found(bool wire = true)
    {
        var desk = new DisposalDesk(await OfficeTown.Found());
        if (wire) await desk.Archive.Start(Samples.PathOf("standards/nsesss/archive-validator-schemas"), Cancel);
        var saved = await Press(desk.Petra, await Page(desk.Petra, "/stul/skartace/archiv"), "Uložit", [("Name", "Národní archiv"), ("Code", StateArchiveProcess.Code), ("Originator", StateArchiveProcess.Originator),
            .. wire ? ((string, string)[])[("Address", desk.Archive.Address), ("SignIn", StateArchiveProcess.SignIn), ("Secret", StateArchiveProcess.Secret)] : []]);
        Assert.Contains("Údaje o archivu jsou uložené", saved.Body!.TextContent, StringComparison.Ordinal);
        return desk;
    }

    /// <summary>A closed file under the mark: 901.1 is S1, 251.2 S3, 51.3 A5.</summary>
    public async Task<Guid> Closed(string mark)
    {
        var file = await KeepingTests.Settled(Desk, mark);
        await Press(Desk.Browser("Klára"), await Page(Desk.Browser("Klára"), $"/stul/spis/{file}"), "Uzavřít spis");
        return file;
    }

    /// <summary>Everything that was closed is due.</summary>
    public void Later() => Set(new(2033, 2, 1, 9, 0, 0, TimeSpan.Zero));

    public void Set(DateTimeOffset at)
    {
        Room.Clock.Set(at);
        Archive.Now(at);
    }

    public static string Address(Guid procedure, string act = "") => $"{Root}/{procedure}{(act.Length > 0 ? "/" + act : "")}";

    public async Task<Guid> Open()
    {
        await Press(Petra, await Page(Petra, Root), "Připravit návrh");
        return (await Room.Rows("select id from records.disposal_procedure order by number desc limit 1", r => r.GetGuid(0))).Single();
    }

    public async Task<IHtmlDocument> Act(Guid procedure, string button, HttpClient? by = null, params (string, string)[] typed) => await Press(by ?? Petra, await Page(by ?? Petra, Address(procedure)), button, typed);

    /// <summary>A proposal that was opened, checked, sealed and sent.</summary>
    public async Task<Guid> Sent()
    {
        var procedure = await Open();
        var page = await Act(procedure, "Zkontrolovat balíčky");
        Assert.Empty(await Room.Rows("select findings::text from records.disposal_item where findings <> '[]'", r => r.GetString(0)));
        page = await Press(Petra, page, "Opatřit pečetí a odeslat archivu");
        Assert.True(page.Body!.TextContent.Contains("Návrh má pečeť", StringComparison.Ordinal), page.QuerySelector("main")!.TextContent);
        return procedure;
    }

    /// <summary>A while passes and the exchange has its turn.</summary>
    public async Task Turn(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Set(Room.Clock.GetUtcNow() + TimeSpan.FromMinutes(2));
            await Room.Job<SendToArchive>();
        }
    }

    public Task<List<string>> States() => Room.Rows("select i.state from records.disposal_item i join records.disposal_procedure p on p.id = i.procedure order by p.number, i.file_mark", r => r.GetString(0));

    public Task<List<string>> State(Guid procedure) => Room.Rows($"select state from records.disposal_procedure where id = '{procedure}'", r => r.GetString(0));

    /// <summary>Petra asks and the mayor releases; nothing is destroyed yet.</summary>
    public async Task Release(Guid procedure)
    {
        await Act(procedure, "Požádat o uvolnění ke zničení");
        var page = await Act(procedure, "Uvolnit ke zničení", Mayor);
        Assert.Contains("Zničení je uvolněné", page.Body!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Destruction has its turns, messages of it are delivered, and the store has everything for days.</summary>
    public async Task Destroy()
    {
        await Room.Job<DestroyReleased>();
        await Room.Deliver();
        foreach (var file in Blobs()) File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().AddDays(-3).UtcDateTime);
        await Room.Job<DestroyReleased>();
    }

    /// <summary>Files of the blob store as they lie on the disk.</summary>
    public IReadOnlyList<string> Blobs() => [.. System.IO.Directory.EnumerateFiles(Path.Combine(Room.Town.Var, "blobs"), "*", SearchOption.AllDirectories)];

    public bool Stored(string blob) => Blobs().Any(b => Path.GetFileName(b) == blob["sha256:".Length..]);

    /// <summary>Uploads a list as the archive's answer; returns the page.</summary>
    public async Task<(int Status, IHtmlDocument Page)> Upload(Guid procedure, string xml, string? why = null)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(xml)), TakeAnswer.Field, "seznam.xml" } };
        if (why is not null) form.Add(new StringContent(why), "Why");
        using var answer = await Petra.PostAsync(Address(procedure, "odpoved"), form, Cancel);
        if ((int)answer.StatusCode == 302) return (302, await Page(Petra, answer.Headers.Location!.ToString()));
        return ((int)answer.StatusCode, await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancel), Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await Archive.DisposeAsync();
        await Room.DisposeAsync();
    }
}
