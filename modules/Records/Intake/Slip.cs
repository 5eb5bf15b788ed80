using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>The slip that the citizen takes home from the counter: what was received, its number, and how to follow it.</summary>
internal static class Slip
{
    /// <param name="texts">In the language of the citizen.</param>
    /// <param name="address">Address of the installation, without a slash at the end.</param>
    public static PaperDocument Of(Document document, OfficeCard office, TrackingKeys keys, Texts texts, string address) => new()
    {
        Title = texts["records.slip.title"],
        Language = texts.Language,
        Created = document.CreatedAt,
        Author = office.Name,
        Letterhead = new(office.Name) { Lines = [office.Street, $"{office.PostalCode} {office.MunicipalityName}", office.Phone, office.Email] },
        ReferenceNumber = document.ReferenceNumber,
        Blocks =
        [
            new Summary(
            [
                new(texts["records.facts.number"], RichText.Bold(document.ReferenceNumber!)),
                new(texts["records.facts.received"], texts.Show(document.ReceivedAt)),
                new(texts["records.column.matter"], document.Matter),
                new(texts["records.facts.sender"], document.PartyName),
                .. document.Deadline is { } last ? [new Entry(texts["records.slip.deadline"], texts.Show(last))] : Array.Empty<Entry>(),
            ]),
            new Heading(texts["records.slip.follow"], 2),
            new Summary([new(texts["records.facts.code"], RichText.Bold(keys.Code)), new(texts["records.slip.pin"], RichText.Bold(keys.Pin))]),
            new QrCode(address + keys.Path, texts["records.slip.qr"]) { Size = 35, Caption = RichText.Link(address + keys.Path, address + keys.Path) },
            new Paragraph(texts["records.slip.keep"]) { Small = true },
        ],
    };
}
