using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Operating;

namespace Virtuos.Directory;

/// <summary>The directory's verbs of the command line.</summary>
internal static class DirectoryCommands
{
    public static IReadOnlyList<OperatorCommand> All { get; } =
    [
        new("import municipalities", "Take the register of municipalities from a CSV file.",
            [new("file", "The file; the one that comes with the program when left out."), new("date", "First day of the period the file describes, yyyy-MM-dd.")], Import),
        new("office open", "Connect a municipality: office, units, positions and officials from the template of its type.",
            [
                new("municipality", "Code of the municipality, six digits.", Required: true),
                new("administrator-name", "Who will run the office in Virtuos; with nobody named, every position gets a nameless official."),
                new("administrator-email", "Their e-mail."),
                new("name", "Name of the office, when not as its status says."), new("slug", "Its part of addresses."), new("mark", "Its mark in reference numbers, A–Z."),
                new("organisation-number", "Organisation number, where the register does not have it."),
                new("email", "E-mail of the filing room."), new("phone", "Telephone."), new("box", "Data box."), new("mail-domain", "Domain of made-up addresses."),
            ], Open),
        new("office list", "Offices connected to this installation.", [], List),
    ];

    private static async Task<Result<OperatorReport>> Import(OperatorCall call)
    {
        var date = MunicipalityRegister.SourceDate;
        if (call["date"] is { } given && !DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
            return Refusal.Invalid("date", "directory.import.date");
        var path = call["file"] ?? Path.Combine(call.Services.GetRequiredService<Installation>().Data, "municipalities.csv");
        if (!File.Exists(path)) return Refusal.Invalid("file", "directory.import.no-file", ("path", path));
        await using var csv = File.OpenRead(path);
        var result = await call.Services.GetRequiredService<ImportMunicipalities>().Run(new(csv, date), call.Cancel);
        if (!result.Succeeded) return result.As<OperatorReport>();
        var report = result.Value;
        var texts = call.Services.GetRequiredService<Texts>();
        return new OperatorReport(report,
        [
            $"Added {report.Added}, changed {report.Changed}, unchanged {report.Unchanged}, refused {report.Refused.Count}, no longer named {report.Missing.Count}.",
            .. report.Refused.Select(r => $"  line {r.Line}: {texts[r.Reason]} {r.Column} {r.Excerpt}".TrimEnd()),
        ]);
    }

    private static async Task<Result<OperatorReport>> Open(OperatorCall call)
    {
        var input = new OpenOfficeInput(call["municipality"]!)
        {
            Name = call["name"],
            Slug = call["slug"],
            Mark = call["mark"],
            OrganisationNumber = call["organisation-number"],
            Email = call["email"],
            Phone = call["phone"],
            BoxId = call["box"],
            MailDomain = call["mail-domain"],
            Administrator = call["administrator-name"] is null && call["administrator-email"] is null ? null
                : new(call["administrator-name"] ?? "", call["administrator-email"] ?? ""),
        };
        var result = await call.Services.GetRequiredService<OpenOffice>().Run(input, call.Cancel);
        if (!result.Succeeded) return result.As<OperatorReport>();
        var card = result.Value;
        var officials = await call.Services.GetRequiredService<IDirectory>().Officials(card.Id, call.Cancel);
        return new OperatorReport(new { Office = card, Officials = officials },
        [
            $"{card.Name} is open at /urad/{card.Slug}; its reference numbers begin with {card.Mark}.",
            .. officials.Select(o => $"  {o.Position}: {o.Name}, {o.Email} ({string.Join(", ", o.Roles)})"),
        ]);
    }

    private static async Task<Result<OperatorReport>> List(OperatorCall call)
    {
        var offices = await call.Services.GetRequiredService<IDirectory>().Offices(call.Cancel);
        return new OperatorReport(offices, [.. offices.Select(o => $"{o.Mark,-6} {o.Slug,-30} {o.Name}")]);
    }
}
