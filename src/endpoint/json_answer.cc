#include "endpoint/json_answer.h"

#include "base/json.h"

#include <utility>

namespace attest::endpoint {

bool wants_json(const http::Request& request) {
    return request.header("accept").value_or("").starts_with("application/json");
}

http::Response json_answer(std::string object, int status) {
    http::Response response;
    response.status = status;
    response.set("Content-Type", "application/json");
    response.set("Cache-Control", "no-store");
    response.body = std::move(object);
    return response;
}

http::Response json_error(const Error& error, int status) {
    std::string object;
    JsonWriter json{object};
    json.begin_object().key("error").value(error.message()).key("fields").begin_object();
    for (const FieldError& field : error.fields())
        json.key(field.field).value(field.message);
    json.end_object().end_object();
    return json_answer(std::move(object), status);
}

} // namespace attest::endpoint
