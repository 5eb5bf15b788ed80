using System.Text;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>Another office asks what this one says about a text: the question is registered like anything that comes, and goes the way this office has for its answers.</summary>
internal sealed class RegisterStanceRequest(RecordsDb db, Registry registry, IDirectory directory, IBlobStore blobs, PaperPress press, Texts texts) : IHandle<StanceAsked>
{
    private const long Largest = 50 * 1024 * 1024;

    public async Task Handle(StanceAsked message, CancellationToken cancel)
    {
        var (asker, czech) = ((await directory.Office(message.Asker, cancel))!, texts.In("cs"));
        var matter = czech["records.stance.matter", ("title", message.Title)];
        var paper = new PaperDocument
        {
            Title = matter,
            Language = "cs",
            Created = message.At,
            Author = asker.Name,
            Subject = message.Title,
            Letterhead = new(asker.Name, null) { Lines = [asker.Seat, $"{asker.Phone}, {asker.Email}"] },
            Blocks = [new Paragraph(czech["records.stance.asks", ("name", message.AuthorName)]), .. Markup.Read(await Text(message.Text, cancel))],
        };
        using var content = new MemoryStream(press.Press(paper).Bytes);
        var staged = await blobs.Stage(content, Largest, cancel);
        var agenda = PaperAgenda.All[0];
        var document = await registry.Enter(message.Office, new(message.Task, message.Task, StanceRequests.Channel, matter,
            new(asker.Name, asker.Seat, asker.Email, asker.Phone, null) { OrganisationNumber = asker.OrganisationNumber }, message.At, Prague.Day(message.At), agenda.Code)
        {
            FilingMark = agenda.FilingMark,
        }, [new(staged.Hash.ToString(), OwnPaper.FileName(matter, message.At.ToString("yyyy-MM-dd", null)), "application/pdf", staged.Size)], "filing", cancel);
        db.Add(new StanceRequest { Office = message.Office, Id = document.Id, Task = message.Task, Asker = message.Asker });
    }

    private async Task<string> Text(string hash, CancellationToken cancel)
    {
        await using var stored = await blobs.Open(BlobHash.Parse(hash), cancel) ?? throw new InvalidOperationException("The text that is to be read is not in the store.");
        using var reader = new StreamReader(stored, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }
}
