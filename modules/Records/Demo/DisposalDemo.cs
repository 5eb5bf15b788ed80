using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Paper;
using static Virtuos.Records.Demo.DemoScope;

namespace Virtuos.Records.Demo;

/// <summary>
/// The first office has files of 2015, taken over from its older records, whose time is over. One Thursday its records manager proposes them to
/// the archive, leaves one out, and waits for the archive's answer.
/// </summary>
internal sealed class DisposalDemo : IDemoDay
{
    private const int Year = 2015;

    private static readonly (string Mark, string Agenda, string Matter, string Sender, string Address)[] Old =
    [
        ("51.3", "general", "Stížnost na hluk z provozovny v Palackého ulici", "Josef Starý", "Palackého 12"),
        ("251.2", "general", "Povolení zvláštního užívání komunikace pro vánoční trh", "Spolek přátel trhů", "Náměstí 3"),
        ("901.1", "general", "Pozvánka na otevření hasičské zbrojnice", "Sbor dobrovolných hasičů", "Hasičská 1"),
        ("104.1", "local-fees", "Přihlášení psa k místnímu poplatku", "Marie Hájková", "Lipová 8"),
    ];

    public async Task Live(IServiceProvider services, DateOnly day, CancellationToken cancel)
    {
        // All of them are due when ten years have gone by.
        if (day.DayOfWeek != DayOfWeek.Thursday || day.Year <= Year + 10) return;
        var offices = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Offices(cancel));
        if (offices.Count == 0) return;
        var office = offices[0];
        var people = await Ask(services, null, null, scope => scope.GetRequiredService<IDirectory>().Officials(office.Id, cancel));
        if (people.FirstOrDefault(p => p.Roles.Contains(Roles.FilingRoom)) is not { } manager) return;
        if (!await Ask(services, office.Id, manager, scope => TakeOver(scope, office, day, cancel))) return;
        await Ask(services, office.Id, manager, scope => Propose(scope, office, cancel));
    }

    // Files that were closed long ago in the older system: their entries are of that year, in a row without gaps of their own.
    private static async Task<bool> TakeOver(IServiceProvider scope, OfficeCard office, DateOnly day, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<RecordsDb>();
        if (await db.Files.AnyAsync(f => f.Year == Year, cancel)) return false;
        var (plans, pen, caller) = (scope.GetRequiredService<FilePlans>(), scope.GetRequiredService<SettlementPen>(), scope.GetRequiredService<Caller>());
        var directory = scope.GetRequiredService<IDirectory>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var register in (string[])[RegisterBook.Documents, RegisterBook.Files])
            await db.Database.ExecuteSqlAsync($"insert into records.register_counter (office, register, year, last) values ({office.Id}, {register}, {Year}, {Old.Length})", cancel);
        for (var i = 0; i < Old.Length; i++)
        {
            var (mark, agenda, matter, sender, address) = Old[i];
            if (await plans.Place(office.Id, mark, day, cancel) is not { } place) throw new InvalidOperationException($"The plan of {office.Slug} has no place {mark}.");
            var (unit, number) = ((await directory.UnitFor(office.Id, agenda, cancel)).Id, i + 1);
            var came = Prague.Start(new DateOnly(Year, 3 + i, 10)).AddHours(9).ToUniversalTime();
            var file = CaseFile.Open(office.Id, new(RegisterBook.Files, Year, number, $"S-{office.Mark} {number}/{Year}"), matter, place, unit, caller.Person, came);
            var id = Guid.CreateVersion7();
            var document = Document.Receive(office.Id, new(id, id, "agenda", matter, new Filer(sender, $"{address}, {office.PostalCode} {office.MunicipalityName}", null, null, null), came, Prague.Day(came), agenda),
                new(RegisterBook.Documents, Year, number, $"{office.Mark} {number}/{Year}"), unit, came, id: id);
            document.TakeOver(caller.Person!.Value);
            document.Settle("noted", "Vzato na vědomí", came.AddDays(3), Prague.Day(came.AddDays(3)));
            document.LieIn(file, 1);
            db.AddRange(file, document, Component.Of(document, 1, ComponentRole.Original, "filing", await Paper(scope, matter, sender, came, cancel), came));
            await pen.Settled(document, cancel);
            db.Add(Step.Of(document, StepKind.Registered, caller, came, document.ReferenceNumber));
            db.Add(Step.Of(document, StepKind.Settled, caller, came.AddDays(3)));
            await db.SaveChangesAsync(cancel);
            var (closed, kept) = (came.AddDays(4), (await scope.GetRequiredService<FileKeeping>().Of(file, cancel)).Terms);
            await pen.Closed(file, [document], closed, cancel);
            file.Close(closed, caller.Person, caller.Name, kept);
            file.Date(Year, kept.YearAfter(Year));
            db.Add(FileStep.Of(office.Id, file.Id, FileStepKind.Closed, caller, closed));
            await db.SaveChangesAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static async Task<FiledPart> Paper(IServiceProvider scope, string matter, string sender, DateTimeOffset at, CancellationToken cancel)
    {
        var paper = new PaperDocument { Title = matter, Language = "cs", Created = at, Author = sender, Blocks = [new Paragraph($"{sender} podává: {matter}.")] };
        using var content = new MemoryStream(scope.GetRequiredService<PaperPress>().Press(paper).Bytes);
        var staged = await scope.GetRequiredService<IBlobStore>().Stage(content, content.Length, cancel);
        return new(staged.Hash.ToString(), "podani.pdf", "application/pdf", staged.Size);
    }

    private static async Task<bool> Propose(IServiceProvider scope, OfficeCard office, CancellationToken cancel)
    {
        var saved = await scope.GetRequiredService<SetArchive>().Run(new("Státní okresní archiv", "CZ-222101010", office.OrganisationNumber, null, null, null), cancel);
        var opened = await scope.GetRequiredService<OpenProcedure>().Run(default, cancel);
        if (!saved.Succeeded || !opened.Succeeded) return false;
        var item = await scope.GetRequiredService<RecordsDb>().DisposalItems.Where(i => i.Procedure == opened.Value && i.FilingMark == "104.1").Select(i => i.Id).FirstAsync(cancel);
        await scope.GetRequiredService<LeaveOut>().Run(new(item, "Poplatek se ještě vymáhá, spis je potřeba."), cancel);
        await scope.GetRequiredService<CheckProposal>().Run(opened.Value, cancel);
        return (await scope.GetRequiredService<SendProposal>().Run(opened.Value, cancel)).Succeeded;
    }
}
