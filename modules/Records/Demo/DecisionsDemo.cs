using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Demo;
using static Virtuos.Records.Demo.DemoScope;

namespace Virtuos.Records.Demo;

/// <summary>
/// What the demo's people write: drafts, approvals and returns, dispatches, deliveries by post, legal force, closed files. Something of
/// each is always on the way, so that no queue is empty.
/// </summary>
internal sealed partial class DecisionsDemo : IDemoDay
{
    /// <summary>Every so many documents one is answered in writing.</summary>
    public const int Written = 4;

    private const int Most = 12;

    [GeneratedRegex(@"\[doplňte:?,? ?([^\[\]]*)\]")]
    private static partial Regex Blank();

    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        var offices = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        foreach (var (office, at) in offices.Select((office, at) => (office, at)))
        {
            var dice = new Random((day.DayNumber * 997) + (at * 31) + 29);
            var busy = await Busy(services, office, day, cancel);
            foreach (var person in (await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel))).Where(p => busy.Contains(p.Id)))
            {
                if (person.Roles.Contains(Roles.Clerk) || person.Roles.Contains(Roles.Head)) await Handle(services, office, person, dice, day, cancel);
                if (person.Roles.Contains(Roles.Head) || person.Roles.Contains(Roles.Mayor)) await Approve(services, office, person, dice, cancel);
            }
            await HandOver(services, office, dice, day, cancel);
        }
        await Ask(services, null, null, async scope =>
        {
            await scope.GetRequiredService<SetLegalForce>().Run(cancel);
            return new Done();
        });
    }

    /// <summary>Whoever has something of this to do; the others are not asked.</summary>
    private static Task<HashSet<Guid>> Busy(IServiceProvider services, OfficeCard office, DateOnly day, CancellationToken cancel) => Ask(services, null, null, async scope =>
    {
        var db = scope.GetRequiredService<RecordsDb>();
        DocumentState[] open = [DocumentState.Draft, DocumentState.Returned, DocumentState.ForApproval, DocumentState.ForDispatch];
        var before = Before(day);
        var holders = await db.Documents.Where(d => d.Office == office.Id && d.Holder != null && (open.Contains(d.State) || (d.State == DocumentState.InHand && d.Number % Written == 0)
            || db.Consignments.Any(c => c.Office == d.Office && c.Document == d.Id && c.State == ConsignmentState.Sent))).Select(d => d.Holder!.Value).Distinct().ToListAsync(cancel);
        var keepers = await db.Files.Where(f => f.Office == office.Id && f.Holder != null && f.State == FileState.Settled && f.OpenedAt < before).Select(f => f.Holder!.Value).Distinct().ToListAsync(cancel);
        return holders.Concat(keepers).ToHashSet();
    });

    // Files rest a while before anybody closes them.
    private static DateTimeOffset Before(DateOnly day) => Prague.Start(day.AddDays(-40)).ToUniversalTime();

    private static async Task Handle(IServiceProvider services, OfficeCard office, OfficialCard me, Random dice, DateOnly day, CancellationToken cancel)
    {
        DocumentState[] mine = [DocumentState.InHand, DocumentState.Draft, DocumentState.Returned, DocumentState.ForDispatch];
        var work = await Ask(services, office.Id, me, scope => scope.GetRequiredService<Sight>().Documents.AsNoTracking()
            .Where(d => d.Holder == me.Id && mine.Contains(d.State) && (d.Kind == DocumentKind.Own || (d.Number % Written == 0 && d.ReceivedOn < day.AddDays(-2)))).OrderBy(d => d.Id).Take(Most).ToListAsync(cancel));
        foreach (var document in work.Where(d => dice.Next(24) < Haste(d.State)))
            await Ask(services, office.Id, me, scope => document.State switch
            {
                DocumentState.InHand => Begin(scope, document, dice, cancel),
                DocumentState.ForDispatch => Dispatch(scope, document, dice, cancel),
                _ => Finish(scope, document.Id, cancel),
            });
        await Post(services, office, me, dice, day, cancel);
        await Close(services, office, me, day, cancel);
    }

    // Out of 24 mornings; what was returned is looked at the least.
    private static int Haste(DocumentState state) => state switch
    {
        DocumentState.InHand => 16,
        DocumentState.Returned => 3,
        _ => 8,
    };

    private static async Task<bool> Begin(IServiceProvider scope, Document document, Random dice, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<RecordsDb>();
        if (await db.Documents.AnyAsync(d => d.Parent == document.Id && d.Kind == DocumentKind.Own && d.State != DocumentState.Dropped, cancel)) return false;
        var choices = scope.GetRequiredService<DecisionTemplates>().For(document, Prague.Today(scope.GetRequiredService<TimeProvider>()));
        if (choices.Count == 0) return false;
        var fitting = choices.Where(t => t.Nearness(document) == choices[0].Nearness(document)).ToList();
        return (await scope.GetRequiredService<DraftDocument>().Run(new(document.Id, fitting[dice.Next(fitting.Count)].Code), cancel)).Succeeded;
    }

    private static async Task<bool> Finish(IServiceProvider scope, Guid id, CancellationToken cancel)
    {
        var own = await scope.GetRequiredService<RecordsDb>().OwnDocuments.AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel);
        if (own is null) return false;
        await scope.GetRequiredService<SaveDraft>().Run(new(id, own.Title, Filled(own.Statement), Filled(own.Reasons), own.Instruction, Filled(own.Body), null), cancel);
        return (await scope.GetRequiredService<SendForApproval>().Run(new(id), cancel)).Succeeded;
    }

    private static Task Approve(IServiceProvider services, OfficeCard office, OfficialCard me, Random dice, CancellationToken cancel) => Ask(services, office.Id, me, async scope =>
    {
        var db = scope.GetRequiredService<RecordsDb>();
        foreach (var id in await db.Documents.Where(d => d.Holder == me.Id && d.State == DocumentState.ForApproval).OrderBy(d => d.Id).Select(d => d.Id).Take(Most).ToListAsync(cancel))
        {
            var roll = dice.Next(10);
            if (roll < 2) await scope.GetRequiredService<ReturnDraft>().Run(new(id, "Doplňte prosím odůvodnění o výpočet a odkaz na vyhlášku."), cancel);
            else if (roll < 6) await scope.GetRequiredService<ApproveDocument>().Run(new(id), cancel);
            db.ChangeTracker.Clear();
        }
        return true;
    });

    // Now and then a decision has a second party, who has a data box or only an address.
    private static async Task<bool> Dispatch(IServiceProvider scope, Document document, Random dice, CancellationToken cancel)
    {
        var roll = await scope.GetRequiredService<RecordsDb>().Addressees.AnyAsync(a => a.Document == document.Id && a.Position > 0, cancel) ? 12 : dice.Next(12);
        if (roll == 0) await scope.GetRequiredService<SaveAddressee>().Run(new(document.Id, null, "Správa podkrušnohorských lesů, s.r.o.", "Lesní 14, 430 01 Chomutov", null, "lesy7ab"), cancel);
        if (roll == 1) await scope.GetRequiredService<SaveAddressee>().Run(new(document.Id, null, "Božena Sousedová", "Krátká 5, 430 01 Chomutov", null, null), cancel);
        return (await scope.GetRequiredService<DispatchDocument>().Run(new(document.Id), cancel)).Succeeded;
    }

    // Every other day the filing room takes a bag of letters to the post.
    private static async Task HandOver(IServiceProvider services, OfficeCard office, Random dice, DateOnly day, CancellationToken cancel)
    {
        if (day.DayNumber % 2 == 0) return;
        var waiting = await Ask(services, null, null, scope => ReadPosting.Waiting(scope.GetRequiredService<RecordsDb>(), null).Where(c => c.Office == office.Id).OrderBy(c => c.SentAt).Select(c => c.Id).Take(Most).ToListAsync(cancel));
        if (waiting.Count == 0) return;
        var room = (await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel))).FirstOrDefault(p => p.Roles.Contains(Roles.FilingRoom));
        if (room is null) return;
        await Ask(services, office.Id, room, scope => Succeeded(scope.GetRequiredService<ClosePostingSheet>().Run(new(day, null, [.. waiting.Select(id => new PostedPiece(id, "83", $"RR{dice.Next(1_000_000_000):D9}CZ"))]), cancel)));
    }

    // The post brings most letters within days, deposits some and loses one in many.
    private static async Task Post(IServiceProvider services, OfficeCard office, OfficialCard me, Random dice, DateOnly day, CancellationToken cancel)
    {
        var letters = await Ask(services, office.Id, me, scope => (from c in scope.GetRequiredService<RecordsDb>().Consignments.AsNoTracking()
                                                                   join d in scope.GetRequiredService<RecordsDb>().Documents on c.Document equals d.Id
                                                                   where d.Holder == me.Id && c.Channel == ConsignmentChannel.Post && c.State == ConsignmentState.Sent && c.PostedOn != null
                                                                   orderby c.SentAt
                                                                   select c).Take(Most).ToListAsync(cancel));
        foreach (var letter in letters)
        {
            var roll = dice.Next(40);
            var what = letter.PostedOn > day.AddDays(-3) || roll > 30 ? null : roll == 0 ? "failed" : roll < 6 ? "deposited" : "delivered";
            if (what is not null) await Ask(services, office.Id, me, scope => Succeeded(scope.GetRequiredService<RecordPost>().Run(new(letter.Document, letter.Id, what, day, what == "failed" ? "Adresát na adrese neznámý" : null), cancel)));
        }
    }

    private static async Task Close(IServiceProvider services, OfficeCard office, OfficialCard me, DateOnly day, CancellationToken cancel)
    {
        var before = Before(day);
        var files = await Ask(services, office.Id, me, scope => scope.GetRequiredService<RecordsDb>().Files.AsNoTracking()
            .Where(f => f.Holder == me.Id && f.State == FileState.Settled && f.OpenedAt < before).OrderBy(f => f.OpenedAt).Select(f => f.Id).Take(2).ToListAsync(cancel));
        foreach (var file in files) await Ask(services, office.Id, me, scope => Succeeded(scope.GetRequiredService<CloseFile>().Run(file, cancel)));
    }

    private static async Task<bool> Succeeded<T>(Task<Result<T>> act) => (await act).Succeeded;

    private static string Filled(string text) => Blank().Replace(text, blank => blank.Groups[1].Value switch
    {
        var what when what.StartsWith("číslo účtu", StringComparison.Ordinal) => "19-2000145399/0800",
        var what when what.StartsWith("variabilní", StringComparison.Ordinal) => "1341000123",
        var what when what.StartsWith("den", StringComparison.Ordinal) => "31. května",
        var what when what.StartsWith("rok", StringComparison.Ordinal) || what.StartsWith("období", StringComparison.Ordinal) => "běžný kalendářní rok",
        var what when what.Contains("částku", StringComparison.Ordinal) || what.StartsWith("výši", StringComparison.Ordinal) => "600",
        var what when what.StartsWith("počet", StringComparison.Ordinal) => "1",
        var what when what.StartsWith("písmeno", StringComparison.Ordinal) => "g)",
        var what when what.StartsWith("druh", StringComparison.Ordinal) => "ze psů",
        var what when what.StartsWith("označení komunikace", StringComparison.Ordinal) => "místní komunikace v ulici Husova",
        var what when what.StartsWith("účel", StringComparison.Ordinal) => "umístění lešení",
        var what when what.StartsWith("důvodnou", StringComparison.Ordinal) => "nedůvodnou",
        _ => "podle skutečností uvedených ve spisu",
    });
}
