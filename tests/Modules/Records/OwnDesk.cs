using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Records;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Officials of one office writing, approving and sending through their browsers.</summary>
internal sealed class OwnDesk(OfficeTown room, OfficeCard office)
{
    private readonly Dictionary<string, HttpClient> browsers = [];

    public OfficeTown Room => room;

    public OfficeCard Office => office;

    public HttpClient Browser(string name) => browsers.TryGetValue(name, out var open) ? open : browsers[name] = room.Browser(room.Offices.Who(office, name));

    /// <summary>A submission in the hand of an official; returns the document's id.</summary>
    public async Task<Guid> InHand(string clerk = "Klára", string agenda = "local-fees", Filer? filer = null, string? appeals = null, FiledPart[]? attachments = null)
    {
        var filed = RegisterTests.Filed(office.Id, room.Clock.GetUtcNow(), agenda) with { Submission = Guid.CreateVersion7(), Appeals = appeals };
        if (filer is not null) filed = filed with { Filer = filer };
        filed = filed with { Content = [await Part("podani.pdf", "application/pdf", SamplePapers.Press.Press(SamplePapers.Plain("Podání")).Bytes), .. attachments ?? []] };
        await room.File(filed);
        var id = (await room.Rows($"select id from records.document where source = '{filed.Submission}'", r => r.GetGuid(0))).Single();
        await Press(Browser(clerk), await Page(Browser(clerk), $"/stul/dokument/{id}"), "Převzít");
        return id;
    }

    /// <summary>The page of a decision that was just begun.</summary>
    public async Task<IHtmlDocument> Begin(Guid document, string template = "Rozhodnutí", string clerk = "Klára") =>
        await Press(Browser(clerk), await Page(Browser(clerk), $"/stul/dokument/{document}"), template);

    /// <summary>A decision sent for approval; returns its id.</summary>
    public async Task<Guid> ForApproval(Guid document, string clerk = "Klára")
    {
        var page = await Begin(document, clerk: clerk);
        await Press(Browser(clerk), page, "Uložit a předložit ke schválení", ("Statement", "Žádosti se **vyhovuje**."), ("Reasons", "Podmínky zákona jsou splněny."));
        return await Own(document);
    }

    /// <summary>An approved and sealed decision; returns its id.</summary>
    public async Task<Guid> Approved(Guid document, string clerk = "Klára", string head = "Hana")
    {
        var own = await ForApproval(document, clerk);
        await Press(Browser(head), await Page(Browser(head), $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        Assert.Equal("ForDispatch", await State(own));
        return own;
    }

    /// <summary>An approved decision sent out electronically, its letter laid and mailed; returns its id.</summary>
    public async Task<Guid> Dispatched(Guid document, string clerk = "Klára")
    {
        var own = await Approved(document, clerk);
        await Press(Browser(clerk), await Page(Browser(clerk), $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        await room.Deliver();
        return own;
    }

    /// <summary>The citizen opens the letter now; returns the blob of the proof.</summary>
    public async Task<string> Opened(Guid own)
    {
        await room.Deliver();
        var (letter, origin) = (await room.Rows($"select c.id, d.origin from records.consignment c join records.document d on d.id = c.document where c.document = '{own}' and c.channel = 'Electronic'", r => (r.GetGuid(0), r.GetGuid(1)))).Single();
        var keys = room.Services.GetRequiredService<ITracking>().Keys(origin);
        using var citizen = room.Browser(null);
        using var entered = await citizen.PostAsync("/sledovat", new FormUrlEncodedContent([new("kod", keys.Code), new("pin", keys.Pin)]), TestContext.Current.CancellationToken);
        using var opened = await citizen.PostAsync($"{entered.Headers.Location}/dopis/{letter}", null, TestContext.Current.CancellationToken);
        Assert.InRange((int)opened.StatusCode, 300, 399);
        await room.Deliver();
        return (await room.Rows($"select proof ->> 'Blob' from mailroom.letter where id = '{letter}'", r => r.GetString(0))).Single();
    }

    public Task<FiledPart> Part(string name, string type, byte[] bytes) => room.As(room.Offices.Who(office, "Klára"), async scope =>
    {
        var staged = await scope.GetRequiredService<IBlobStore>().Stage(new MemoryStream(bytes), bytes.Length, TestContext.Current.CancellationToken);
        return new FiledPart(staged.Hash.ToString(), name, type, staged.Size);
    });

    public async Task<string> Number(Guid document) => (await room.Rows($"select reference_number from records.document where id = '{document}'", r => r.GetString(0))).Single();

    public async Task<Guid> Own(Guid document) =>
        (await room.Rows($"select id from records.document where parent = '{document}' and kind = 'Own' order by created_at desc, id desc limit 1", r => r.GetGuid(0))).Single();

    public async Task<string> State(Guid document) => (await room.Rows($"select state from records.document where id = '{document}'", r => r.GetString(0))).Single();

    public async Task<byte[]> Sealed(Guid own)
    {
        var blob = (await room.Rows($"select blob from records.component where document = '{own}' and role = 'Output'", r => r.GetString(0))).Single();
        return await room.As(room.Offices.Who(office, "Klára"), async scope =>
        {
            await using var content = await scope.GetRequiredService<IBlobStore>().Open(BlobHash.Parse(blob), TestContext.Current.CancellationToken);
            using var bytes = new MemoryStream();
            await content!.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            return bytes.ToArray();
        });
    }
}
