using System.Globalization;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;

namespace Virtuos.Mailroom;

/// <summary>Answers which data boxes somebody has, by asking the state's system.</summary>
internal sealed class DataBoxAnswers(MailroomDb db, IsdsClient isds) : IDataBoxes
{
    private const int Most = 20, Shortest = 3;
    private static readonly DataBoxFinding Unknown = new(false, []);

    public Task<DataBoxFinding> OfOrganisation(Guid office, string organisationNumber, CancellationToken cancel) => Find(office, organisationNumber, "ICO", cancel);

    public Task<DataBoxFinding> OfName(Guid office, string name, CancellationToken cancel) => name.Trim().Length < Shortest ? Task.FromResult(new DataBoxFinding(true, [])) : Find(office, name.Trim(), "GENERAL", cancel);

    public Task<DataBoxFinding> OfId(Guid office, string box, CancellationToken cancel) => Find(office, box, "DBID", cancel);

    private async Task<DataBoxFinding> Find(Guid office, string text, string type, CancellationToken cancel)
    {
        if (await db.DataBoxes.AsNoTracking().Where(b => b.Office == office && b.IsOn).OrderBy(b => b.Box).FirstOrDefaultAsync(cancel) is not { } own) return Unknown;
        try
        {
            List<DataBoxCard> cards = [];
            foreach (var found in await isds.Search(own, text, type, Most, cancel)) cards.Add(await Card(own, found, cancel));
            return new(true, cards);
        }
        catch (IsdsException e) when (e.Trouble == IsdsTrouble.Refused)
        {
            // It says so with a code, as 0002 nothing found, 1105 bad input.
            return new(true, []);
        }
        catch (IsdsException)
        {
            return Unknown;
        }
    }

    private async Task<DataBoxCard> Card(DataBox own, XElement found, CancellationToken cancel)
    {
        var (box, options) = (found.Said("dbID")!, found.Said("dbSendOptions"));
        // What may be sent there is told with the result; whether the box is open now is another question.
        var accessible = options is not ("NONE" or "DISABLED") && await isds.BoxState(own, box, cancel) == 1;
        return new(box, found.Said("dbType") ?? "", found.Said("dbName") ?? "", found.Said("dbAddress") ?? "", found.Said("dbICO"),
            DateOnly.TryParseExact(found.Said("dbBiDate"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null, accessible);
    }
}
