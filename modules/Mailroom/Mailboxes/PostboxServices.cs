using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;
using Virtuos.Ui;

namespace Virtuos.Mailroom;

/// <summary>What e-mail comes in with.</summary>
internal static class PostboxServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PostboxSecrets>().AddSingleton<MailIntake>();
        services.AddScoped<EmptyPostbox>().AddScoped<TakeMail>().AddScoped<NoteBounce>().AddScoped<MailAnswers>().AddScoped<SetPostbox>().AddScoped<ListPostboxes>();
        services.AddJob<FetchMail>();
        services.AddHandler<MailroomDb, DocumentDestroyed, EraseFetched>();
        services.AddDemo<PostboxDemo>();
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sprava/schranky", async (HttpContext http, SetPostbox act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            Guid? postbox = Guid.TryParse(form["postbox"], out var id) ? id : null;
            var result = await act.Run(new(postbox, Guid.TryParse(form["office"], out var office) ? office : null, form["address"], form["host"], form["port"], form["security"],
                form["userName"], form["password"], form["folder"], form["doneFolder"], form["certificate"], form["active"].ToString() is "true"), cancel);
            if (result.Succeeded) return PageAnswer.Go("/sprava/schranky?hotovo=ano");
            var typed = form.Where(f => f.Key != "password").ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
            return PageAnswer.AgainIfThere<PostboxesPage>(texts, result.Refusals, (nameof(PostboxesPage.Typed), typed));
        }).BeforePages();
}
