/** Starts the pages. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { Frame } from "./Frame";
import { newQueryClient } from "./api/queryClient";
import { router } from "./routes";
import "./styles.css";

const root = document.getElementById("duban");
if (!root) throw new Error("Expected an element #duban in index.html");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={newQueryClient()}>
      <Frame>
        <RouterProvider router={router} />
      </Frame>
    </QueryClientProvider>
  </StrictMode>,
);
